using System.Text.RegularExpressions;

namespace Bindscope.Tests.Web.Contract;

/// <summary>Reads the exported interfaces and aliases of the files in web/src/api/contract: just the TypeScript that stands there.</summary>
internal sealed partial class ContractFile
{
    private readonly Queue<string> words;

    private ContractFile(string text) => words = new Queue<string>(Word().Matches(Comment().Replace(text, " ")).Select(match => match.Value));

    /// <summary>The types of all files together. A name that two files give is refused.</summary>
    internal static IReadOnlyDictionary<string, ContractType> Read(params IEnumerable<string> texts)
    {
        var types = new Dictionary<string, ContractType>(StringComparer.Ordinal);
        foreach (string text in texts)
        {
            var file = new ContractFile(text);
            while (file.words.Count > 0)
            {
                file.Declaration(types);
            }
        }

        return types;
    }

    private void Declaration(Dictionary<string, ContractType> types)
    {
        if (Skip("import"))
        {
            SkipTo(";");
            return;
        }

        Expect("export");
        string kind = words.Dequeue();
        string name = words.Dequeue();
        if (kind == "interface")
        {
            types.Add(name, Object());
            return;
        }

        // The list of files passes each on whole: export type * from './numbers';
        Assert.Equal("type", kind);
        if (name == "*")
        {
            SkipTo(";");
            return;
        }

        Expect("=");
        types.Add(name, Type());
        Expect(";");
    }

    private ContractType.Fields Object()
    {
        var fields = new Dictionary<string, ContractField>(StringComparer.Ordinal);
        Expect("{");
        while (words.Peek() != "}")
        {
            string name = words.Dequeue();
            bool isOptional = Skip("?");
            Expect(":");
            fields.Add(name, new ContractField(Type(), isOptional));
            if (!Skip(";"))
            {
                Skip(",");
            }
        }

        Expect("}");
        return new ContractType.Fields(fields);
    }

    private ContractType Type()
    {
        Skip("|");
        var members = new List<ContractType> { Item() };
        while (Skip("|"))
        {
            members.Add(Item());
        }

        return members.Count == 1 ? members[0] : new ContractType.Union(members);
    }

    private ContractType Item()
    {
        ContractType item;
        if (words.Peek() == "{")
        {
            item = Object();
        }
        else if (Skip("("))
        {
            item = Type();
            Expect(")");
        }
        else
        {
            string word = words.Dequeue();
            item = word[0] == '\'' ? new ContractType.Literal(word[1..^1]) : new ContractType.Name(word);
        }

        while (Skip("["))
        {
            Expect("]");
            item = new ContractType.List(item);
        }

        return item;
    }

    private bool Skip(string word) => words.TryPeek(out string? next) && next == word && words.TryDequeue(out _);

    private void SkipTo(string word)
    {
        while (words.Dequeue() != word)
        {
        }
    }

    private void Expect(string word) => Assert.Equal(word, words.Dequeue());

    [GeneratedRegex(@"/\*.*?\*/|//[^\n]*", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"'[^']*'|\w+|[^\s\w]")]
    private static partial Regex Word();
}
