using System.Text.Json;
using Bindscope.Analysis.Recording;
using Bindscope.Model;
using Bindscope.Model.Weights;
using Bindscope.Numerics;
using Bindscope.Programs.Language;
using Bindscope.Tests.Analysis;
using Bindscope.Tests.Model.Weights;

namespace Bindscope.Tests.Cli;

public sealed class ActivationsVerbTests : IDisposable
{
    private readonly TinyRun run = new(5, 7);
    private readonly TemporaryFolder folder = new();

    public void Dispose()
    {
        run.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void EverySiteIsWrittenAsTheModelComputesIt()
    {
        string path = folder.File("all.safetensors");
        string[] names = [.. SiteKinds.All.Select(kind => kind == SiteKind.Logits ? "logits" : $"{SiteKinds.NameOf(kind)}:2")];
        CommandLine answer = Ask(path, "--sites", string.Join(',', names), "--programs", "40", "--checkpoint", "7");
        Assert.True(answer.ExitCode == 0, answer.Error);

        SafeTensorsFile file = SafeTensors.Read(path);
        Assert.Equal(names.Order(StringComparer.Ordinal), file.Tensors.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("tiny", "7", "the test set"), (file.Metadata["run"], file.Metadata["checkpoint"], file.Metadata["of"]));
        SymbolicProgram[] programs = [.. run.Run.HeldBackSplits(TestContext.Current.CancellationToken).Test.Take(40)];
        Assert.Equal(programs.Select(program => program.ToText()), JsonSerializer.Deserialize<string[]>(file.Metadata["programs"])!);
        var axes = JsonSerializer.Deserialize<Dictionary<string, string[]>>(file.Metadata["axes"])!;
        foreach (string name in names)
        {
            Tensor value = file.Tensors[name];
            Assert.Equal(value.Rank, axes[name].Length);
            Assert.Equal(("program", 40), (axes[name][0], value.Size(0)));
            if (name != "logits")
            {
                // Attention is computed step by step where its insides are read, and fused elsewhere: alike up to rounding.
                Tensor expected = Entering.At(TinyRun.Weights(7), Site.Parse(name), programs);
                Assert.Equal(expected.Shape.ToArray(), value.Shape.ToArray());
                Assert.All(expected.Values.ToArray().Zip(value.Values.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
            }
        }

        Assert.Equal(["program", "head", "query", "key"], axes["attention.pattern:2"]);
        Assert.Equal([40, 19, 40], file.Tensors["logits"].Shape.ToArray());
    }

    [Fact]
    public void OwnProgramsAndTransformerLensNamesAreTaken()
    {
        string own = folder.File("own.txt"), path = folder.File("own.safetensors");
        File.WriteAllText(own, "a=1\nb=a\n#b:\n\nk=7\nj=2\n#k:\n");
        CommandLine answer = Ask(path, "--programs", own, "--sites", "blocks.1.attn.hook_z", "hook_embed");

        Assert.True(answer.ExitCode == 0, answer.Error);
        Assert.Equal(["attention.z:2", "residual.in:1"], SafeTensors.Read(path).Tensors.Keys.Order(StringComparer.Ordinal));
        Assert.Equal([2, 11, 2, 4], SafeTensors.Read(path).Tensors["attention.z:2"].Shape.ToArray());
        Assert.Contains("2 programs of " + own, answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("there is no residual.in:3: the model has 2 layers", "--sites", "residual.in:3")]
    [InlineData("'ln_final' is no site", "--sites", "ln_final")]
    [InlineData("--programs is 0; the test set has 120", "--sites", "logits", "--programs", "0")]
    [InlineData("nowhere.txt cannot be read", "--sites", "logits", "--programs", "nowhere.txt")]
    public void WhatIsNotThereIsRefusedAndNothingIsWritten(string problem, params string[] options)
    {
        string path = folder.File("no.safetensors");
        CommandLine answer = Ask(path, options);
        Assert.NotEqual(0, answer.ExitCode);
        Assert.Contains(problem, answer.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void ActivationsAreWrittenAnew()
    {
        string path = folder.File("again.safetensors");
        Assert.Equal((0, 0), (Ask(path, "--sites", "logits").ExitCode, Ask(path, "--sites", "q:1", "--programs", "3").ExitCode));
        Assert.Equal(["attention.q:1"], SafeTensors.Read(path).Tensors.Keys);
    }

    [Fact]
    public void AFileOfAnotherKindIsNotReplaced()
    {
        string path = folder.File("weights.safetensors");
        File.WriteAllText(path, "precious");
        CommandLine answer = Ask(path, "--sites", "logits");
        Assert.Equal((2, "precious"), (answer.ExitCode, File.ReadAllText(path)));
        Assert.Contains("is there already", answer.Error, StringComparison.Ordinal);
    }

    private CommandLine Ask(string path, params string[] options) => CommandLine.Run(["activations", "--run", run.Run.Directory, "--out", path, .. options]);
}
