// HELEN with the masks of Smith et al. (CVPR 2013): 2000 faces to train on, 230 to choose by, 100 to report on, each turned upright, in the
// middle, and cut or padded to 1024×1024: images/NAME.jpg, labels/NAME/NAME_lbl00.png to _lbl10.png, three lists.
//
//     dotnet run data-scripts/helen.cs -- --out data/helen
//
// The archive at this address has photographs made smaller. The paper keeps the original resolution: give that archive with --from, laid
// out likewise. A folder annotation in it with HELEN's 194 landmarks gives the five points; without it they come from the masks.
#:project ../src/Spn.DataScripts
#:property PublishAot=false
using Spn.DataScripts;
using Spn.DataSets;
using Spn.DataSets.Acquire;
using Spn.DataSets.Conversions;

var archive = new ArchiveSource
{
    File = "SmithCVPR2013_dataset_resized.zip",
    Address = "https://pages.cs.wisc.edu/~lizhang/projects/face-parsing/SmithCVPR2013_dataset_resized.zip",
    Keep = HelenConversion.Keep,
};
var size = DataScript.Number("--size", "The side of the squares.", 1024, 64..4096);
var eyes = DataScript.Number("--eyes", "About how far apart the eyes are to be; 0 keeps the resolution.", 0, 0..4096);

return await DataScript.RunAsync(args, "Makes the folder of HELEN, aligned.", parsed => new SetSource
{
    Name = "helen",
    Scheme = SetScheme.Helen,
    Licence = "for research; cite Le et al. 2012 (HELEN) and Smith et al. 2013 (masks)",
    Archives = [archive],
    Counts = new Dictionary<string, int> { ["train"] = 2000, ["val"] = 230, ["test"] = 100 },
    Settings = FormattableString.Invariant($"{parsed.GetValue(size)} pixels, eyes {parsed.GetValue(eyes)} apart"),
    Convert = conversion => HelenConversion.Run(conversion, archive.File, parsed.GetValue(size), parsed.GetValue(eyes)),
}, size, eyes);
