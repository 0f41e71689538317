namespace Bindscope.Web.Trainings;

/// <summary>The body of a request that says everything by its address: an empty object, since a page of another site can send no JSON unasked.</summary>
internal sealed record NoFields;
