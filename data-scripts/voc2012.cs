// PASCAL VOC 2012 segmentation, with SBD's labels for the list trainaug: JPEGImages, SegmentationClass, SegmentationClassAug, ImageSets.
// 2.0 GB and 1.4 GB are fetched; 4 GB lie on the disk meanwhile, 2.1 GB in the end.
//
//     dotnet run data-scripts/voc2012.cs -- --out data/voc2012
#:project ../src/Spn.DataScripts
#:property PublishAot=false
using System.CommandLine;
using Spn.DataScripts;
using Spn.DataSets;
using Spn.DataSets.Acquire;
using Spn.DataSets.Conversions;

var voc = new ArchiveSource
{
    File = "VOCtrainval_11-May-2012.tar",
    Address = "http://host.robots.ox.ac.uk/pascal/VOC/voc2012/VOCtrainval_11-May-2012.tar",
    Md5 = "6cd6e144f989b92b3379bac3b3de84fd",
    Keep = VocConversion.Keep,
};
var sbd = new ArchiveSource
{
    File = "benchmark.tgz",
    Address = "https://www2.eecs.berkeley.edu/Research/Projects/CS/vision/grouping/semantic_contours/benchmark.tgz",
    Md5 = "82b4d87ceb2ed10f6038a1cba92111cb",
    Keep = VocConversion.KeepSbd,
};
var noSbd = new Option<bool>("--no-sbd") { Description = "Leave out SBD: no list trainaug." };

return await DataScript.RunAsync(args, "Makes the folder of PASCAL VOC 2012 for segmentation.", parsed => parsed.GetValue(noSbd)
    ? Set([voc], "without SBD", 0, conversion => VocConversion.Run(conversion, voc.File))
    : Set([voc, sbd], "with SBD", 10_582, conversion => VocConversion.RunWithSbd(conversion, voc.File, sbd.File)), noSbd);

static SetSource Set(ArchiveSource[] archives, string settings, int augmented, Action<Conversion> convert) => new()
{
    Name = "voc2012",
    Scheme = SetScheme.Voc,
    Licence = "photographs from flickr under its terms of use; cite Everingham et al. 2010, and Hariharan et al. 2011 for SBD",
    Archives = archives,
    Counts = new Dictionary<string, int> { ["train"] = 1464, ["val"] = 1449, ["trainval"] = 2913, ["trainaug"] = augmented },
    Settings = settings,
    Convert = convert,
};
