using System.CommandLine;
using Bindscope.Analysis.Accuracy;
using Bindscope.Errors;
using Bindscope.Programs.Language;
using Bindscope.Runs;

namespace Bindscope.Cli.Verbs;

/// <summary>The options that name programs which exist already: those that a run is measured on.</summary>
internal sealed class SplitOptions
{
    private readonly Option<string?> run = new("--run")
    {
        Description = "the programs this run is measured on, in order, instead of random ones; all of them unless --count is given",
    };

    private readonly Option<HeldBackSplit> split = new("--split") { Description = "with --run: test or validation" };

    /// <summary>Gives a command these options.</summary>
    public void AddTo(Command command)
    {
        command.Add(run);
        command.Add(split);
    }

    /// <summary>Whether a run's programs are wanted.</summary>
    /// <exception cref="UserException">A split is named, but no run.</exception>
    public bool AreWanted(ParseResult request) =>
        request.GetValue(run) is not null
        || (IsGiven(request, split)
            ? throw new UserException("--split needs a run, whose split it is", "name it with --run")
            : false);

    /// <summary>The programs.</summary>
    /// <param name="request">The command line.</param>
    /// <param name="count">How many of the first; null for all.</param>
    /// <param name="others">Options that say how random programs are drawn, none of which may be given.</param>
    /// <param name="cancellation">Stops the drawing.</param>
    /// <exception cref="UserException">There is no such run, it has fewer programs, or one of the other options is given.</exception>
    public IReadOnlyList<SymbolicProgram> Read(
        ParseResult request, ulong? count, IEnumerable<Option> others, CancellationToken cancellation)
    {
        if (others.FirstOrDefault(option => IsGiven(request, option)) is { } other)
        {
            throw new UserException(
                $"{other.Name} controls how random programs are drawn, but --run uses those of a run", $"leave out {other.Name} or --run");
        }

        var splits = Run.Named(request.GetValue(run)!).HeldBackSplits(cancellation);
        var all = request.GetValue(split) == HeldBackSplit.Test ? splits.Test : splits.Validation;
        return count > (ulong)all.Count
            ? throw new UserException($"--count is {count}; the split has {all.Count}", $"give at most {all.Count}, or leave it out for all")
            : [.. all.Take((int)(count ?? (ulong)all.Count))];
    }

    /// <summary>Whether the command line has an option.</summary>
    internal static bool IsGiven(ParseResult request, Option option) => request.GetResult(option) is { Implicit: false };
}
