using Bindscope.Errors;

namespace Bindscope.Analysis.Pairs;

/// <summary>The groups' names and members.</summary>
public static class AnswerLineGroups
{
    /// <summary>The group that an answer line belongs to.</summary>
    /// <param name="rootLine">The line that holds the root, 1-based.</param>
    public static AnswerLineGroup Of(int rootLine) => rootLine switch
    {
        1 => AnswerLineGroup.First,
        2 => AnswerLineGroup.Second,
        _ => AnswerLineGroup.Later,
    };

    /// <summary>The group as a user writes it.</summary>
    /// <param name="group">The group.</param>
    /// <returns><c>1</c>, <c>2</c> or <c>later</c>.</returns>
    public static string NameOf(AnswerLineGroup group) => group switch
    {
        AnswerLineGroup.First => "1",
        AnswerLineGroup.Second => "2",
        _ => "later",
    };

    /// <summary>The group in a sentence.</summary>
    /// <param name="group">The group.</param>
    /// <returns>Such as <c>its answer on line 1</c>.</returns>
    public static string Words(AnswerLineGroup group) => group switch
    {
        AnswerLineGroup.First => "its answer on line 1",
        AnswerLineGroup.Second => "its answer on line 2",
        _ => "its answer after line 2",
    };

    /// <summary>Reads a group's name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="UserException">There is no such group.</exception>
    public static AnswerLineGroup Parse(string name)
    {
        foreach (AnswerLineGroup group in Enum.GetValues<AnswerLineGroup>())
        {
            if (NameOf(group) == name)
            {
                return group;
            }
        }

        throw new UserException($"'{name}' is no group of answer lines", "write 1, 2 or later");
    }
}
