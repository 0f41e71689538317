using System.CommandLine;
using Bindscope.Analysis.Description;

namespace Bindscope.Cli.Verbs;

/// <summary>The option of one field of a question.</summary>
internal abstract class FieldOption(SpecField field)
{
    /// <summary>The field.</summary>
    public SpecField Field { get; } = field;

    /// <summary>Its option.</summary>
    public abstract Option Option { get; }

    /// <summary>The option of a field.</summary>
    /// <param name="field">The field.</param>
    /// <param name="question">Has the field's default.</param>
    public static FieldOption Of(SpecField field, object question) =>
        (FieldOption)Activator.CreateInstance(typeof(Typed<>).MakeGenericType(field.OptionType), field, question)!;

    /// <summary>What was given, or the default.</summary>
    public abstract object? Value(ParseResult request);

    private sealed class Typed<T> : FieldOption
    {
        private readonly Option<T> option;

        public Typed(SpecField field, object question)
            : base(field)
        {
            string range = field.Range();
            option = new Option<T>(field.Option)
            {
                Description = field.About.Description + (range.Length == 0 ? "" : $" ({range})"),
                Required = field.About.Required,
                AllowMultipleArgumentsPerToken = field.IsList,
            };
            if (field is { IsList: false, About: { Required: false, Flag: null } } && field.OptionValueOf(question) is T value)
            {
                option.DefaultValueFactory = _ => value;
            }
        }

        public override Option Option => option;

        public override object? Value(ParseResult request) => request.GetValue(option);
    }
}
