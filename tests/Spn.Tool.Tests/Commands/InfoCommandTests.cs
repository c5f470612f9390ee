using Spn.Learning;
using Spn.Tool.Commands;

namespace Spn.Tool.Tests.Commands;

public class InfoCommandTests
{
    [Fact]
    public void It_says_which_libtorch_there_is_where_with_how_many_threads_and_whether_with_CUDA()
    {
        var (text, torch) = (CommandLine.Run(InfoCommand.Create()).ReplaceLineEndings("\n"), TorchLibrary.Status());
        Assert.Contains($"\ntorch     {(torch.IsAvailable ? "" : "no: ")}{torch.Sentence}\n", text);
        if (torch.IsAvailable)
            Assert.Matches($@"\n +{torch.Threads} threads?, {(torch.Cuda ? "with" : "without")} CUDA\n$", text);
    }
}
