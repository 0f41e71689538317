namespace Bindscope.Training.Runs;

/// <summary>What the wrong predictions of an evaluation equal, and how many would if they were guesses: evidence for a heuristic.</summary>
/// <remarks>
/// A model that is right says the first constants as often as they are the answer, and so does one that guesses among few constants. Only
/// where it is wrong, and only beside a guesser, does agreement tell a rule. A guesser here picks, for each of the programs that the
/// model got wrong, one of its constants that is not the answer: once uniformly among the lines that hold one, once among the different
/// digits, whichever says the first two more often.
/// </remarks>
/// <param name="N">Wrong predictions, 0 or more.</param>
/// <param name="FirstTwoConstants">Those equal to one of the program's first two constants in reading order.</param>
/// <param name="FirstTwoGuessed">How many would be, on average, if each were a guess among the program's constants.</param>
/// <param name="AnyConstant">Those equal to any constant of the program.</param>
/// <param name="AnyGuessed">How many would be, on average, if each were a guess among all digits but the answer.</param>
public sealed record WrongTally(int N, int FirstTwoConstants, double FirstTwoGuessed, int AnyConstant, double AnyGuessed)
{
    /// <summary>Whether these counts are possible among so many wrong predictions.</summary>
    /// <param name="wrong">Wrong predictions of the evaluation.</param>
    public bool IsPossible(int wrong) =>
        N == wrong
        && FirstTwoConstants >= 0 && FirstTwoConstants <= AnyConstant && AnyConstant <= N
        && FirstTwoGuessed >= 0 && FirstTwoGuessed <= N && AnyGuessed >= 0 && AnyGuessed <= N;
}
