using System.Collections.Immutable;

namespace Bindscope.Analysis.KnownCircuits;

/// <summary>What every instrument says of every compiled model and of null models: plain data, as the page "Calibration" shows it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Circuits">Compiled models with a known circuit.</param>
/// <param name="Nulls">Models without one: nothing is built in them.</param>
/// <param name="Unasked">Analyses that are not asked, and why not.</param>
public sealed record CalibrationResult(
    int Format, ImmutableArray<Recovery> Circuits, ImmutableArray<Recovery> Nulls, ImmutableArray<UnaskedAnalysis> Unasked)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 2;

    /// <summary>The same with other answers to a question.</summary>
    /// <param name="question">The question.</param>
    /// <param name="circuits">What the circuits say.</param>
    /// <param name="nulls">What null models say.</param>
    internal CalibrationResult With(CalibrationQuestion question, ImmutableArray<Recovery> circuits, ImmutableArray<Recovery> nulls) => new(
        CurrentFormat, InOrder(Circuits, question, circuits), InOrder(Nulls, question, nulls), CalibrationQuestion.Unasked);

    /// <summary>By model, in the order of the circuits, and then by question; what answers no question of today is left out.</summary>
    private static ImmutableArray<Recovery> InOrder(ImmutableArray<Recovery> before, CalibrationQuestion question, ImmutableArray<Recovery> now)
    {
        string[] models = [.. CalibrationAnalysis.Circuits.Select(circuit => circuit.Name), NullInstruments.Model];
        string[] questions = [.. CalibrationQuestion.All.Select(one => one.Name)];
        int Place(string[] all, string one) => Array.IndexOf(all, one) is >= 0 and var place ? place : all.Length;
        return
        [
            .. before.Where(one => one.Question != question.Name && questions.Contains(one.Question)).Concat(now)
                .OrderBy(one => Place(models, one.Circuit)).ThenBy(one => Place(questions, one.Question)),
        ];
    }
}

/// <summary>An analysis that no known circuit and no null model is asked about.</summary>
/// <param name="Analysis">Its name.</param>
/// <param name="Why">The reason, as a sentence.</param>
public sealed record UnaskedAnalysis(string Analysis, string Why);

/// <summary>What an instrument said of a model whose circuit is known.</summary>
/// <param name="Question">The question's name, by which it is asked alone: one of <see cref="CalibrationQuestion"/>.</param>
/// <param name="Circuit">The compiled model.</param>
/// <param name="Instrument">The analysis, as its command is called.</param>
/// <param name="Asked">What was asked, such as <c>layer and token that hold the root's digit</c>.</param>
/// <param name="Built">Places at which the circuit has what was asked for.</param>
/// <param name="Found">Of these, the ones that the instrument names.</param>
/// <param name="Absent">Places at which it has not.</param>
/// <param name="Refused">Of these, the ones that the instrument refuses.</param>
/// <param name="Wrong">What it says otherwise than the circuit was built, place by place: at most <see cref="MostWrong"/>.</param>
public sealed record Recovery(
    string Question, string Circuit, string Instrument, string Asked, int Built, int Found, int Absent, int Refused, ImmutableArray<string> Wrong)
{
    /// <summary>So many mistakes are told one by one.</summary>
    public const int MostWrong = 10;

    /// <summary>Counts what was said.</summary>
    /// <param name="circuit">The compiled model.</param>
    /// <param name="instrument">The analysis.</param>
    /// <param name="asked">What was asked.</param>
    /// <param name="answers">Place by place: what was measured there, and whether that is a yes, a no, or (null) neither.</param>
    internal static Recovery Of(string circuit, string instrument, string asked, IEnumerable<Answer> answers)
    {
        Answer[] all = [.. answers];
        return new Recovery(
            "",
            circuit,
            instrument,
            asked,
            all.Count(one => one.IsBuilt),
            all.Count(one => one.IsBuilt && one.Said == true),
            all.Count(one => !one.IsBuilt),
            all.Count(one => !one.IsBuilt && one.Said == false),
            [
                .. all.Where(one => one.Said != one.IsBuilt).Take(MostWrong).Select(one =>
                    $"{one.Place}: measured {one.Measured}, {(one.IsBuilt ? "built" : "not built")}"),
            ]);
    }

    /// <summary>One place.</summary>
    /// <param name="Place">In words.</param>
    /// <param name="IsBuilt">Whether the circuit has there what was asked for.</param>
    /// <param name="Said">Whether the instrument says so; null where it says neither.</param>
    /// <param name="Measured">What it measured.</param>
    internal readonly record struct Answer(string Place, bool IsBuilt, bool? Said, string Measured)
    {
        /// <summary>A share that counts as a yes from one limit on, and as a no up to another.</summary>
        internal static Answer Of(string place, bool isBuilt, double share, double yes = 0.9, double no = 0.1) => new(
            place, isBuilt, share >= yes ? true : share <= no ? false : null, FormattableString.Invariant($"{share:0.00}"));
    }
}
