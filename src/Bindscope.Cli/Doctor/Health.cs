namespace Bindscope.Cli.Doctor;

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
