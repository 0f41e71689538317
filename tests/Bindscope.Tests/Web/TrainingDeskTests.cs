using System.Globalization;
using Bindscope.Tests.Cli;
using Bindscope.Tests.Model.Weights;
using Bindscope.Web.Trainings;

namespace Bindscope.Tests.Web;

public sealed class TrainingDeskTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private TrainingDesk desk = null!;

    private string[] Said => File.Exists(folder.File("said")) ? File.ReadAllLines(folder.File("said")) : [];

    public ValueTask InitializeAsync()
    {
        desk = new TrainingDesk([FakeProgram.Write(folder)], folder.File("runs"), TimeProvider.System);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await desk.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task CommandsAreRunOneAfterTheOtherAtLowerPriority()
    {
        Assert.True(desk.TryBegin("a", DeskStep.Phases("runs/a"), new DeskStep(DeskStage.Phases, ["presets"])));
        await Until(DeskState.Finished);

        int own = int.Parse((await Child.RunAsync("/usr/bin/nice", new Dictionary<string, string>())).Out, CultureInfo.InvariantCulture);
        int lower = Math.Min(19, own + 5);
        Assert.Equal([$"{lower} phases --run runs/a", $"{lower} presets"], Said);
        Assert.Null(desk.Busy);
    }

    [Fact]
    public async Task ATrainingIsStoppedByTheEndOfItsInputAndNothingComesAfterIt()
    {
        Assert.True(desk.TryBegin("a", DeskStep.Train("runs/a", "quick", 7), DeskStep.Phases("runs/a")));
        await Until(state => state.Message == "step 10");
        Assert.Equal("a", desk.Busy);
        Assert.False(desk.TryBegin("b", DeskStep.Phases("runs/b")));
        desk.Stop();
        await Until(DeskState.Stopped);

        Assert.EndsWith(" train --preset quick --seed 7 --run runs/a", Assert.Single(Said), StringComparison.Ordinal);
        Assert.Equal((DeskStage.Training, null, null), (desk.State!.Stage, desk.State.Error, desk.State.Hint));
        Assert.True(desk.TryBegin("b", DeskStep.Phases("runs/b")));
        await Until(DeskState.Finished);
    }

    [Fact]
    public async Task AFailureIsToldInTheWordsOfTheCommand()
    {
        Assert.True(desk.TryBegin("a", DeskStep.Analyses("runs/a"), DeskStep.Phases("runs/a")));
        await Until(DeskState.Failed);

        Assert.Equal(("the disk is full", "free some space"), (desk.State!.Error, desk.State.Hint));
        Assert.Single(Said);
    }

    [Fact]
    public async Task AProgramThatIsNotThereIsAFailure()
    {
        await using var nowhere = new TrainingDesk([folder.File("nobody")], folder.File("runs"), TimeProvider.System);

        Assert.Equal(DeskState.Failed, await nowhere.Run("a", [DeskStep.Phases("runs/a")]));
        Assert.NotNull(nowhere.State!.Error);
    }

    [Fact]
    public async Task TheEndOfTheDeskIsTheEndOfItsProcess()
    {
        desk.TryBegin("a", DeskStep.Train("runs/a", "quick", 7));
        await Until(state => state.Message == "step 10");
        await desk.DisposeAsync();

        Assert.Equal(DeskState.Stopped, desk.State!.State);
    }

    private Task Until(DeskState wanted) => Until(state => state.State == wanted);

    private async Task Until(Func<DeskJobState, bool> holds)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (!holds(desk.State!))
        {
            await Task.Delay(20, patience.Token);
        }
    }
}
