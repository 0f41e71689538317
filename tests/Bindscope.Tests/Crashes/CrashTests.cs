using System.Globalization;
using Bindscope.Model.Weights;
using Bindscope.Tests.Model.Weights;

namespace Bindscope.Tests.Crashes;

/// <summary>
/// What a command leaves when it is killed, or when the disk fails it, at any change of files that it makes. Each state is taken up by the
/// same command, whose end must be that of an undisturbed run. A part of the states by default; all of them with `make test-crash`.
/// </summary>
public sealed class CrashTests
{
    /// <summary>States and errors that are tried of each command, evenly spread; 0 for all.</summary>
    private static readonly int Share = Environment.GetEnvironmentVariable("BINDSCOPE_CRASHES") == "all" ? 0 : 8;

    /// <summary>Which of them this process tries, such as 1/2: the second, fourth and so on, where two share the work.</summary>
    private static readonly string[] Part = (Environment.GetEnvironmentVariable("BINDSCOPE_CRASH_PART") ?? "0/1").Split('/');

    /// <summary>Changes between two folders that errors are tried from.</summary>
    private const int Stretch = 8;

    public static TheoryData<string> Commands { get; } = [.. Scenarios.All.Select(scenario => scenario.Name)];

    [Theory]
    [MemberData(nameof(Commands))]
    public void ACommandThatIsKilledAnywhereEndsTheSameWhenItIsRunAgain(string command)
    {
        Scenario scenario = Scenarios.All.Single(one => one.Name == command);
        using var folder = new TemporaryFolder();
        (string start, string work) = (folder.File("start"), folder.File("work"));
        Directory.CreateDirectory(start);
        scenario.Prepare(start);
        Tree.Reset(work, start);
        var states = new List<(string Folder, string At)>();
        (int code, string error) = scenario.Watched(work, operation => Keep(operation, states, work, folder));
        Assert.True(code == 0, error);
        SortedDictionary<string, string> end = Tree.Of(work);
        Assert.NotEmpty(states);

        var lost = new List<string>();
        (string Folder, string At)[] tried = [.. Spread(states)];
        foreach ((string state, string at) in tried)
        {
            Tree.Reset(work, state);
            (code, error) = scenario.Act(work);
            if (code != 0 || Tree.Difference(end, Tree.Of(work)) is not null)
            {
                lost.Add($"killed before {at}: exit {code}, {error.Trim()} {Tree.Difference(end, Tree.Of(work))}");
            }
        }

        Log($"{command}: {tried.Length} of {states.Count} states, {lost.Count} lost");
        Assert.True(lost.Count == 0, string.Join('\n', lost));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void ADiskThatFailsAnywhereIsSaidAndNothingIsLost(string command)
    {
        Scenario scenario = Scenarios.All.Single(one => one.Name == command);
        using var folder = new TemporaryFolder();
        (string start, string work) = (folder.File("start"), folder.File("work"));
        Directory.CreateDirectory(start);
        scenario.Prepare(start);
        SortedDictionary<string, string> before = Tree.Of(start);
        Tree.Reset(work, start);
        var operations = new List<DiskOperation>();
        var from = new SortedDictionary<int, string> { [0] = start };
        (int code, string error) = scenario.Watched(work, Changes(operation =>
        {
            if (Share == 0 && operations.Count > 0 && operations.Count % Stretch == 0)
            {
                from.Add(operations.Count, folder.File(string.Create(CultureInfo.InvariantCulture, $"from-{operations.Count}")));
                Tree.Copy(work, from[operations.Count]);
            }

            operations.Add(operation);
        }));
        Assert.True(code == 0, error);
        SortedDictionary<string, string> end = Tree.Of(work);
        foreach (int at in from.Keys.Where(at => at > 0 && !GoesOnTheSame(scenario, work, from[at], operations[at..])).ToArray())
        {
            from.Remove(at);
        }

        var lost = new List<string>();
        Exception[] failures =
        [
            new IOException("No space left on device", 28), new IOException("Input/output error", 5), new UnauthorizedAccessException("Permission denied"),
        ];
        (int At, Exception Failure)[] all =
        [
            .. Enumerable.Range(0, operations.Count).SelectMany(at => Share == 0
                ? failures.Select(failure => (at, failure))
                : [(at, failures[at % failures.Length])]),
        ];
        (int At, Exception Failure)[] tried = [.. Spread(all)];
        foreach ((int at, Exception failure) in tried)
        {
            int seen = from.Keys.Last(begin => begin <= at);
            Tree.Reset(work, from[seen]);
            (code, error) = scenario.Watched(work, Changes(_ =>
            {
                if (seen++ == at)
                {
                    throw failure;
                }
            }));
            string what = $"{failure.Message} at {operations[at].Kind} {Path.GetFileName(operations[at].Path)}";

            // 0 where the command can do without, such as clearing up.
            if (code is not (0 or 3) || (code == 3 && !error.Contains("error: ", StringComparison.Ordinal)))
            {
                lost.Add($"{what}: exit {code}, {error.Trim()}");
            }

            SortedDictionary<string, string> left = Tree.Of(work);
            lost.AddRange(before.Where(file => end.ContainsKey(file.Key)
                    && (!left.TryGetValue(file.Key, out string? now) || (now != file.Value && now != end[file.Key] && !IsLog(file.Key))))
                .Select(file => $"{what}: {file.Key} is lost"));
            (code, error) = scenario.Act(work);
            if (code != 0 || Tree.Difference(end, Tree.Of(work)) is not null)
            {
                lost.Add($"{what}, and again: exit {code}, {error.Trim()} {Tree.Difference(end, Tree.Of(work))}");
            }
        }

        Log($"{command}: {tried.Length} of {all.Length} errors, {lost.Count} lost");
        Assert.True(lost.Count == 0, string.Join('\n', lost));
    }

    [Fact]
    public void EveryRenameIsFollowedByAFlushOfItsFolder()
    {
        using var folder = new TemporaryFolder();
        var operations = new List<DiskOperation>();
        Disk.Watch(operations.Add);
        try
        {
            WholeFile.WriteText(folder.File("a/b.txt"), "b");
            using WholeFolder whole = WholeFolder.New(folder.File("c"));
            WholeFile.WriteText(Path.Combine(whole.Part, "d.txt"), "d");
            whole.Commit();
        }
        finally
        {
            Disk.Watch(null);
        }

        int[] renames = [.. Enumerable.Range(0, operations.Count).Where(at => operations[at].Kind == DiskOperationKind.Rename)];
        Assert.Equal(3, renames.Length);
        Assert.All(renames, at => Assert.Equal(
            new DiskOperation(DiskOperationKind.FlushFolder, Path.GetDirectoryName(operations[at].Path)!), operations[at + 1]));
    }

    /// <summary>Whether the command, begun in a folder that it left on its way, makes the changes that were left, and no others: then what comes
    /// before need not be done again for each error after it.</summary>
    private static bool GoesOnTheSame(Scenario scenario, string work, string folder, IReadOnlyList<DiskOperation> rest)
    {
        Tree.Reset(work, folder);
        var done = new List<DiskOperation>();
        return scenario.Watched(work, Changes(done.Add)).Code == 0 && done.SequenceEqual(rest);
    }

    private static bool IsLog(string path) => path.EndsWith(".jsonl", StringComparison.Ordinal);

    private static Action<DiskOperation> Changes(Action<DiskOperation> before) => operation =>
    {
        if (operation.Kind != DiskOperationKind.FlushFolder)
        {
            before(operation);
        }
    };

    private static void Keep(DiskOperation operation, List<(string Folder, string At)> states, string work, TemporaryFolder folder)
    {
        if (operation.Kind == DiskOperationKind.FlushFolder)
        {
            return;
        }

        string at = $"{states.Count} {operation.Kind} {Path.GetFileName(operation.Path)}";
        string state = folder.File(string.Create(CultureInfo.InvariantCulture, $"state-{states.Count}"));
        Tree.Copy(work, state);
        states.Add((state, at));
        if (operation.Kind == DiskOperationKind.Flush && IsLog(operation.Path) && new FileInfo(operation.Path).Length > 7)
        {
            // Of the line that is being added, a machine that dies may keep a part.
            string torn = folder.File(string.Create(CultureInfo.InvariantCulture, $"state-{states.Count}"));
            Tree.Copy(work, torn);
            string log = Path.Combine(torn, Path.GetRelativePath(work, operation.Path));
            using FileStream file = File.OpenWrite(log);
            file.SetLength(file.Length - 7);
            states.Add((torn, at + " torn"));
        }
    }

    private static IEnumerable<T> Spread<T>(IReadOnlyList<T> all)
    {
        IEnumerable<T> tried = Share == 0 || all.Count <= Share ? all : Enumerable.Range(0, Share).Select(i => all[i * (all.Count - 1) / (Share - 1)]);
        (int part, int parts) = (int.Parse(Part[0], CultureInfo.InvariantCulture), int.Parse(Part[1], CultureInfo.InvariantCulture));
        return tried.Where((_, i) => i % parts == part);
    }

    private static void Log(string line)
    {
        if (Environment.GetEnvironmentVariable("BINDSCOPE_CRASH_LOG") is { Length: > 0 } file)
        {
            File.AppendAllText(file, line + "\n");
        }
    }
}
