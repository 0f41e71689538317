using System.Collections.Immutable;
using System.Globalization;

namespace Bindscope.Programs.Generation;

/// <summary>What programs to generate. The defaults are the paper's task.</summary>
/// <param name="Lines">Assignments per program, 1-100.</param>
/// <param name="MaximumHops">The largest referential depth of the query, 1 to <paramref name="Lines"/>.</param>
/// <param name="ConstantShare">The chance that a line holds a digit although a variable could stand there, 0-1.</param>
/// <param name="DepthExponent">A variable of depth d is drawn, for a right-hand side and for the query, with weight d to this power; 0-6.</param>
/// <param name="Names">Whether variables may be bound again.</param>
/// <param name="Depth">What happens to lines deeper than <paramref name="MaximumHops"/>.</param>
/// <param name="NameCount">How many variables there are, 1-26: the first letters of the alphabet.</param>
/// <param name="DigitCount">How many digits there are, 1-10: 0 and up.</param>
/// <param name="Balance">How often each number of hops occurs.</param>
/// <remarks>Lines, hops, share, exponent and balance: paper, section 2. It is silent on names and on lines deeper than four hops;
/// reuse and free depth fit the shares of answer lines that it reports best (docs/programs.md).</remarks>
public sealed record GeneratorSpec(
    int Lines = 16,
    int MaximumHops = 4,
    double ConstantShare = 0.3,
    double DepthExponent = 3,
    NamePolicy Names = NamePolicy.Reuse,
    DepthPolicy Depth = DepthPolicy.Free,
    int NameCount = 26,
    int DigitCount = 10,
    QueryBalance Balance = QueryBalance.UniformHops)
{
    /// <summary>The most lines that a program may have.</summary>
    public const int MaximumLines = 100;

    /// <summary>Checks every number by itself and against the others.</summary>
    /// <param name="called">What a user calls a field; null for its name.</param>
    /// <returns>Every problem as a sentence; empty when programs can be generated.</returns>
    public ImmutableArray<string> Validated(Func<string, string>? called = null)
    {
        ImmutableArray<string>.Builder problems = ImmutableArray.CreateBuilder<string>();
        bool linesFit = Lines is >= 1 and <= MaximumLines;
        Require(linesFit, $"{Called(nameof(Lines))} is {Lines}, must be 1-{MaximumLines}");
        Require(
            MaximumHops >= 1 && (MaximumHops <= Lines || !linesFit),
            $"{Called(nameof(MaximumHops))} is {MaximumHops}, must be {(linesFit ? $"1-{Lines}, the number of lines" : "at least 1")}");
        Require(ConstantShare is >= 0 and <= 1, $"{Called(nameof(ConstantShare))} is {Show(ConstantShare)}, must be 0-1");
        Require(DepthExponent is >= 0 and <= 6, $"{Called(nameof(DepthExponent))} is {Show(DepthExponent)}, must be 0-6");
        Require(NameCount is >= 1 and <= 26, $"{Called(nameof(NameCount))} is {NameCount}, must be 1-26");
        Require(DigitCount is >= 1 and <= 10, $"{Called(nameof(DigitCount))} is {DigitCount}, must be 1-10");
        Require(Enum.IsDefined(Names), $"{Called(nameof(Names))} is {Names}, which is no name policy");
        Require(Enum.IsDefined(Depth), $"{Called(nameof(Depth))} is {Depth}, which is no depth policy");
        Require(Enum.IsDefined(Balance), $"{Called(nameof(Balance))} is {Balance}, which is no query balance");
        string oneHop = $"is 1, so that no query has 2 hops; {Called(nameof(MaximumHops))} must then be 1";
        Require(MaximumHops < 2 || ConstantShare is not 1, $"{Called(nameof(ConstantShare))} {oneHop}");
        Require(MaximumHops < 2 || NameCount != 1, $"{Called(nameof(NameCount))} {oneHop}");
        Require(Names == NamePolicy.Reuse || Lines <= NameCount, $"Unique names for {Lines} lines need {Lines} names, there are {NameCount}");
        return problems.ToImmutable();

        string Called(string field) => called?.Invoke(field) ?? field;

        void Require(bool holds, string problem)
        {
            if (!holds)
            {
                problems.Add(problem);
            }
        }
    }

    private static string Show(double value) => value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Which variable a line binds.</summary>
public enum NamePolicy
{
    /// <summary>Any name, with equal chances: variables are bound again, as in the paper's examples.</summary>
    Reuse,

    /// <summary>A name that no line above binds.</summary>
    Unique,
}

/// <summary>What happens to lines deeper than the maximum number of hops. The query never is.</summary>
public enum DepthPolicy
{
    /// <summary>They stay; only a program whose drawn query is too deep is thrown away.</summary>
    Free,

    /// <summary>They never arise: a variable of the maximum depth is never drawn for a right-hand side;
    /// where only such are bound the line holds a digit.</summary>
    Capped,

    /// <summary>A program with any such line is thrown away whole.</summary>
    Rejected,
}

/// <summary>How often each number of hops occurs.</summary>
public enum QueryBalance
{
    /// <summary>Every number of hops from 1 to the maximum equally often, as in the paper.</summary>
    UniformHops,

    /// <summary>As often as the query's weights make it.</summary>
    None,
}
