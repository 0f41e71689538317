using System.Collections.Immutable;
using System.Net;

namespace Bindscope.Web;

/// <summary>What a site shows, and where.</summary>
/// <param name="Roots">Folders of runs, those of a name in an earlier folder hide those of a later one.</param>
/// <param name="Only">Names or paths of the runs that are shown; empty for all.</param>
/// <param name="Host">The address that the server listens at; any other than 127.0.0.1 lets other machines in.</param>
/// <param name="Port">The port; 0 for a free one. Null for <see cref="DefaultPort"/>, or the next that is free.</param>
/// <param name="FrontEnd">The folder of the built front-end; null to look beside the program and in the sources.</param>
/// <param name="Limits">What the server does not go beyond; null for the defaults.</param>
/// <param name="AllowsTraining">Whether trainings may be begun from pages although other machines get in.</param>
/// <param name="AllowedHosts">Names that the server answers to beside its own address, compared whole.</param>
/// <param name="AllowedFrames">Origins whose pages may show these in a frame, such as <c>https://example.org</c>.</param>
/// <param name="Address">Where an exported folder will be; null where that is not known.</param>
/// <param name="Report">Told what goes wrong while serving, line by line; null for nobody.</param>
public sealed record SiteOptions(
    ImmutableArray<RunRoot> Roots,
    ImmutableArray<string> Only = default,
    string Host = "127.0.0.1",
    int? Port = null,
    string? FrontEnd = null,
    SiteLimits? Limits = null,
    bool AllowsTraining = false,
    ImmutableArray<string> AllowedHosts = default,
    ImmutableArray<string> AllowedFrames = default,
    string? Address = null,
    Action<string>? Report = null)
{
    /// <summary>The port that is tried first where none is asked for.</summary>
    public const int DefaultPort = 5000;

    /// <summary>Whether the server is for this machine alone: it listens here alone, and answers to no other name.</summary>
    public bool IsLocal => AllowedHosts.IsDefaultOrEmpty
        && (Host == "localhost" || (IPAddress.TryParse(Host, out IPAddress? address) && IPAddress.IsLoopback(address)));

    /// <summary>The user's own runs and those that come with the project, below the working folder.</summary>
    public static ImmutableArray<RunRoot> DefaultRoots { get; } = [new("runs"), new("reference", IsReference: true)];
}

/// <summary>What the server does not go beyond; the site says these numbers to its users.</summary>
/// <param name="ProgramCharacters">Characters of a program's text; models here see 100 tokens or so.</param>
/// <param name="ProgramLines">Lines of a program.</param>
/// <param name="BodyBytes">Bytes of a request's body.</param>
/// <param name="Queue">Requests that wait for the compute thread; the next is told to come again.</param>
/// <param name="DeadlineSeconds">Seconds from a request's arrival after which it is given up.</param>
public sealed record SiteLimits(
    int ProgramCharacters = 4096, int ProgramLines = 256, int BodyBytes = 65_536, int Queue = 64, double DeadlineSeconds = 30);

/// <summary>A folder that holds runs.</summary>
/// <param name="Directory">The folder; it need not exist.</param>
/// <param name="IsReference">Whether its runs come with the project, rather than from the user.</param>
public sealed record RunRoot(string Directory, bool IsReference = false);
