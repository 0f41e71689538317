using System.Collections.Immutable;
using System.CommandLine;
using Bindscope.Cli.Doctor;

namespace Bindscope.Cli.Verbs;

/// <summary>Tells what Bindscope finds on this machine and, where something is missing, why and what helps.</summary>
internal sealed class DoctorVerb : IVerb
{
    private readonly Option<bool> json = new("--json") { Description = "one JSON object" };

    public DoctorVerb() =>
        Command = new Command("doctor", "Says what was found on this machine and, where something is missing, why and what to do.") { json };

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        var findings = Examine();
        var works = findings.All(f => f.Health != Health.Failure);
        if (request.GetValue(json))
        {
            terminal.Out.WriteJson(new { works, findings });
        }
        else
        {
            foreach (var finding in findings)
            {
                Write(finding, terminal.Out);
            }

            terminal.Out.WriteLine(works ? "Bindscope works here." : "Bindscope does not work here yet.");
        }

        return works ? ExitCode.Success : ExitCode.WrongMachine;
    }

    private static ImmutableArray<Finding> Examine() =>
    [
        Machine.Runtime(),
        Machine.System(),
        Machine.Processor(),
        Machine.Lanes(),
        Machine.Memory(),
        Packages.LockFile(),
    ];

    private static void Write(Finding finding, TextWriter output)
    {
        var mark = finding.Health switch { Health.Good => "  ", Health.Warning => "! ", _ => "x " };
        output.WriteLine($"{mark}{finding.Name,-11} {finding.Text}");
        foreach (var line in finding.Remedy?.Split('\n') ?? [])
        {
            output.WriteLine($"              {line.Trim()}");
        }
    }
}
