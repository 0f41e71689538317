namespace Bindscope.Cli.Doctor;

/// <summary>One thing that was looked at.</summary>
/// <param name="Name">What, in a word.</param>
/// <param name="Health">How it stands.</param>
/// <param name="Text">What was found.</param>
/// <param name="Remedy">What to do about it; null where there is nothing to do.</param>
internal sealed record Finding(string Name, Health Health, string Text, string? Remedy = null);

/// <summary>How serious a finding is.</summary>
internal enum Health
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Bindscope works, but the user should know.</summary>
    Warning,

    /// <summary>Bindscope cannot work like this.</summary>
    Failure,
}
