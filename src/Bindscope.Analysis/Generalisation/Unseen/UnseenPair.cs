using Bindscope.Programs.Execution;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;

namespace Bindscope.Analysis.Generalisation.Unseen;

/// <summary>Two programs that are the same but for the spelling of one symbol.</summary>
/// <param name="Role">What the symbol does for the answer.</param>
/// <param name="Original">Which of the two is of the test set.</param>
/// <param name="Symbol">The symbol that never had the role in training.</param>
/// <param name="Unseen">The program with that symbol.</param>
/// <param name="Seen">The program with a symbol that is known in every role.</param>
internal sealed record UnseenPair(SymbolRole Role, Original Original, char Symbol, SymbolicProgram Unseen, SymbolicProgram Seen)
{
    internal Execution UnseenExecution { get; } = Interpreter.Run(Unseen);

    internal Execution SeenExecution { get; } = Interpreter.Run(Seen);

    internal SymbolicProgram In(Arm arm) => arm == Arm.Unseen ? Unseen : Seen;

    internal Execution ExecutionIn(Arm arm) => arm == Arm.Unseen ? UnseenExecution : SeenExecution;
}
