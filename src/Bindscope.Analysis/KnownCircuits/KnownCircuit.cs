using Bindscope.Analysis.Mechanisms;
using Bindscope.Analysis.Mechanisms.Lookback;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Roles;
using Bindscope.Training.Compiled;

namespace Bindscope.Analysis.KnownCircuits;

/// <summary>
/// What a compiled circuit does in programs of one depth and answer line, read off its construction (<see cref="Circuit"/>) and not off the
/// model: what an instrument that is right has to say. Layers and heads are 1-based.
/// </summary>
/// <param name="Circuit">The circuit.</param>
/// <param name="Hops">The programs' referential depth.</param>
/// <param name="AnswerLine">The group of their answer lines.</param>
internal readonly record struct KnownCircuit(Circuit Circuit, int Hops, AnswerLineGroup AnswerLine)
{
    private const int FirstFetch = 2;
    private const int ToColon = Circuit.LastFetch + 1;
    private const int ByAddress = Circuit.LastFetch + 2;
    private const int ShortcutHead = 4;

    private bool HasValues => Circuit.Kind == CircuitKind.Values;

    /// <summary>Whether these programs go by the line-1 shortcut: then the chain brings nothing.</summary>
    private bool GoesByShortcut => Circuit.HasShortcut && AnswerLine == AnswerLineGroup.First;

    /// <summary>Whether the answer hangs on the root's digit at a token on entering a layer.</summary>
    internal bool NeedsDigit(TokenRole role, int layer) => (GoesByShortcut, role.Kind) switch
    {
        // Line 1's digit is read in layer 2 and stands at the colon from then on.
        (true, TokenRoleKind.ChainRight) => role.Number == 1 && layer <= Circuit.ShortcutLayer,
        (true, TokenRoleKind.Colon) => layer > Circuit.ShortcutLayer,
        (true, _) => false,

        // Depth k resolves in layer k and is read in the next; the queried variable follows and is read in layer 6. Addresses do not depend on
        // the digit: it stays where it stands, and is fetched in the last layer.
        (_, TokenRoleKind.ChainRight) => HasValues ? layer == role.Number + 1 || (role.Number == 1 && layer == 1) : role.Number == 1,
        (_, TokenRoleKind.QueryVariable) => HasValues && layer >= Hops + 2 && layer <= ToColon,
        (_, TokenRoleKind.Colon) => layer > (HasValues ? ToColon : ByAddress),
        _ => false,
    };

    /// <summary>What a token brings of the chain's line of some depth, above it, on entering a layer; where nothing goes by the shortcut.</summary>
    internal Mechanism Brings(int depth, TokenRole role, int layer)
    {
        bool handsOn = role.Kind switch
        {
            TokenRoleKind.ChainRight => layer == role.Number + 1,
            TokenRoleKind.QueryVariable => layer >= Hops + 2 && layer <= ToColon,
            _ => layer > ToColon,
        };
        bool refersTo = role == TokenRole.Right(depth + 1) || (role.Kind == TokenRoleKind.QueryVariable && depth == Hops);

        // What is handed on is the root's: of a line in between no address is kept.
        return handsOn ? (HasValues ? Mechanism.Value : depth == 1 ? Mechanism.Line : Mechanism.Kept)
            : refersTo && layer <= Resolves(role) ? Mechanism.Name
            : Mechanism.Kept;
    }

    /// <summary>What a token holds of the root's line, above it, on entering a layer, and where the other half of that is; null for nothing.</summary>
    /// <remarks>
    /// Names stand beside right-hand sides from layer 2 on, and so do addresses, which layer 1's MLP makes; before, a name is where its token is.
    /// </remarks>
    internal LookbackReading? Holds(TokenRole role, int layer) => Brings(1, role, layer) switch
    {
        Mechanism.Value => LookbackReading.Value,
        Mechanism.Line => LookbackReading.LineHeld,
        Mechanism.Name => layer == 1 ? LookbackReading.NameInPlace : LookbackReading.NameHeld,
        _ => null,
    };

    /// <summary>Whether the root's digit stands at a token, as the unembedding reads it, on entering a layer: needed there or not.</summary>
    internal bool ShowsDigit(TokenRole role, int layer) => role.Kind switch
    {
        TokenRoleKind.ChainRight => HasValues && (role.Number == 1 || (!GoesByShortcut && layer > role.Number)),
        TokenRoleKind.QueryVariable => HasValues && !GoesByShortcut && layer >= Hops + 2,
        TokenRoleKind.Colon => layer > (GoesByShortcut ? Circuit.ShortcutLayer : HasValues ? ToColon : ByAddress),
        _ => false,
    };

    /// <summary>Whether a head writes the root's digit at a token, and the answer hangs on that.</summary>
    internal bool MovesDigit(TokenRole role, int layer, int head) => (GoesByShortcut, HasValues, role.Kind) switch
    {
        (true, _, TokenRoleKind.Colon) => (layer, head) == (Circuit.ShortcutLayer, ShortcutHead),
        (true, _, _) => false,
        (_, true, TokenRoleKind.ChainRight) => role.Number >= FirstFetch && IsFetch(layer, head) && layer == role.Number,
        (_, true, TokenRoleKind.QueryVariable) => IsFetch(layer, head) && layer == Hops + 1,
        (_, true, TokenRoleKind.Colon) => (layer, head) == (ToColon, 1),
        (_, false, TokenRoleKind.Colon) => (layer, head) == (ByAddress, 2),
        _ => false,
    };

    /// <summary>Whether a head reads the root's digit off a token, and the answer hangs on that: it is in the token's value vector there.</summary>
    internal bool ReadsDigit(TokenRole role, int layer, int head) => (GoesByShortcut, HasValues, role.Kind) switch
    {
        (true, _, _) => role == TokenRole.Right(1) && (layer, head) == (Circuit.ShortcutLayer, ShortcutHead),
        (_, true, TokenRoleKind.ChainRight) => IsFetch(layer, head) && layer == role.Number + 1,
        (_, true, TokenRoleKind.QueryVariable) => (layer, head) == (ToColon, 1),
        (_, false, _) => role == TokenRole.Right(1) && (layer, head) == (ByAddress, 2),
        _ => false,
    };

    /// <summary>
    /// Whether a head finds the root's line from a token: patched from a program whose root is elsewhere, it finds what the base has there. Only the
    /// head that fetches by address is told the line by its query; the others follow names, which such a program leaves as they are.
    /// </summary>
    internal bool PointsAtRoot(bool isPattern, TokenRole role, int layer, int head) =>
        (!HasValues && role.Kind == TokenRoleKind.Colon && (layer, head) == (ByAddress, 2))
        || (isPattern && IsLinkUp(TokenRole.Right(1), role) && IsFetch(layer, head) && layer == Resolves(role));

    /// <summary>Whether a token has to look at another in a head: what goes along is needed for the answer, and comes in no later layer.</summary>
    internal bool NeedsEdge(TokenRole from, TokenRole to, int layer, int head)
    {
        if (GoesByShortcut)
        {
            return IsRootToColon(from, to) && (layer, head) == (Circuit.ShortcutLayer, ShortcutHead);
        }

        return IsLineOf(from, to) ? (layer, head) == (1, 2)
            : IsLinkUp(from, to) ? IsFetch(layer, head) && layer == Resolves(to)
            : IsQueryToColon(from, to) ? (layer, head) == (ToColon, 1)
            : !HasValues && IsRootToColon(from, to) && (layer, head) == (ByAddress, 2);
    }

    /// <summary>
    /// Whether it depends on the program if an edge is needed: where the answer goes by the shortcut, a chain line that is not found any more
    /// uncovers an earlier binding of its name, if there is one, whose value then wins.
    /// </summary>
    internal bool DependsOnTheProgram(TokenRole from, TokenRole to) => GoesByShortcut && IsLineOf(from, to);

    /// <summary>Whether a token has to look at another in some head of some layer.</summary>
    internal bool NeedsEdge(TokenRole from, TokenRole to) => GoesByShortcut
        ? IsRootToColon(from, to)
        : IsLineOf(from, to) || IsLinkUp(from, to) || IsQueryToColon(from, to) || (!HasValues && IsRootToColon(from, to));

    /// <summary>Whether a head's attention lies on an edge, whatever goes along: heads that fetch look until they have found.</summary>
    internal bool Looks(TokenRole from, TokenRole to, int layer, int head) =>
        IsLineOf(from, to) ? (layer, head) == (1, 2)
        : IsQueryToColon(from, to) ? (layer, head) is (1, 1) or (ToColon, 1)
        : IsLinkUp(from, to) ? IsFetch(layer, head) && (GoesByShortcut ? from.Number > 1 : layer <= Resolves(to))
        : IsRootToColon(from, to) && (GoesByShortcut ? (layer, head) == (Circuit.ShortcutLayer, ShortcutHead)
            : !HasValues && (layer, head) == (ByAddress, 2));

    /// <summary>Whether a head writes the answer's logit at the colon.</summary>
    internal bool SaysAnswer(int layer, int head) => MovesDigit(TokenRole.Colon, layer, head);

    private static bool IsFetch(int layer, int head) =>
        layer >= FirstFetch && layer <= Circuit.LastFetch && head == Circuit.FetchHead(layer) + 1;

    /// <summary>The layer in which a right-hand side or the queried variable gets what it resolves to.</summary>
    private int Resolves(TokenRole role) => role.Kind == TokenRoleKind.QueryVariable ? Hops + 1 : role.Number;

    private static bool IsLineOf(TokenRole from, TokenRole to) =>
        from.Kind == TokenRoleKind.ChainName && to.Kind == TokenRoleKind.ChainRight && from.Number == to.Number;

    private bool IsLinkUp(TokenRole from, TokenRole to) => from.Kind == TokenRoleKind.ChainRight
        && ((to.Kind == TokenRoleKind.ChainRight && to.Number == from.Number + 1) || (to.Kind == TokenRoleKind.QueryVariable && from.Number == Hops));

    private static bool IsQueryToColon(TokenRole from, TokenRole to) =>
        from.Kind == TokenRoleKind.QueryVariable && to.Kind == TokenRoleKind.Colon;

    private static bool IsRootToColon(TokenRole from, TokenRole to) => from == TokenRole.Right(1) && to.Kind == TokenRoleKind.Colon;
}
