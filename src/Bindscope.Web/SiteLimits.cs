namespace Bindscope.Web;

/// <summary>What the server does not go beyond; the site says these numbers to its users.</summary>
/// <param name="ProgramCharacters">Characters of a program's text; models here see 100 tokens or so.</param>
/// <param name="ProgramLines">Lines of a program.</param>
/// <param name="BodyBytes">Bytes of a request's body.</param>
/// <param name="Queue">Requests that wait for the compute thread; the next is told to come again.</param>
/// <param name="DeadlineSeconds">Seconds from a request's arrival after which it is given up.</param>
public sealed record SiteLimits(
    int ProgramCharacters = 4096, int ProgramLines = 256, int BodyBytes = 65_536, int Queue = 64, double DeadlineSeconds = 30);
