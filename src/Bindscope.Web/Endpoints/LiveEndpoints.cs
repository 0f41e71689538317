using System.Collections.Immutable;
using System.Text.Json;
using Bindscope.Analysis.Live;
using Bindscope.Analysis.Pairs;
using Bindscope.Interventions;
using Bindscope.Programs.Language;
using Bindscope.Web.Live;
using Bindscope.Web.Problems;
using Bindscope.Web.Programs;
using Bindscope.Web.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Bindscope.Web.Endpoints;

/// <summary><c>POST api/runs/…</c>: any program, any checkpoint, any site.</summary>
internal static class LiveEndpoints
{
    internal static void Map(IEndpointRouteBuilder routes, RunCatalogue catalogue, LiveModels models, SiteLimits limits)
    {
        routes.MapPost("/api/runs/{run}/checkpoints/{step:int}/live", async (HttpContext context, string run, int step) =>
        {
            (RunEntry entry, int at) = Checkpoint(run, step);
            var request = await RequestBody.Read<LiveRequest>(context.Request);
            ProgramPair pair = ProgramReader.Pair(request.Program, request.Source, limits);
            Require(entry, pair.Base);
            LivePart[] parts = request.Parts.IsDefaultOrEmpty
                ? throw new RefusedException(400, "parts is empty; there are logits, residual, heads, mlp, lens and attention")
                : [.. request.Parts];
            return Answers.Live(context, await models.Parts(entry, at, pair, parts, context.RequestAborted));
        });
        routes.MapPost("/api/runs/{run}/checkpoints/{step:int}/ask", async (HttpContext context, string run, int step) =>
        {
            (RunEntry entry, int at) = Checkpoint(run, step);
            var request = await RequestBody.Read<AskRequest>(context.Request);
            SymbolicProgram[] programs = request.Programs.IsDefaultOrEmpty
                ? throw new RefusedException(400, "programs is empty; there must be 1 or more")
                : [.. request.Programs.Select((text, i) => ProgramReader.Read(text, $"programs[{i}]", limits))];
            Array.ForEach(programs, program => Require(entry, program));
            return Answers.Live(context, await models.Ask(entry, at, programs, context.RequestAborted));
        });
        routes.MapPost("/api/runs/{run}/checkpoints/{step:int}/patch", async (HttpContext context, string run, int step) =>
        {
            (RunEntry entry, int at) = Checkpoint(run, step);
            var request = await RequestBody.Read<PatchRequest>(context.Request);
            ProgramPair pair = ProgramReader.Pair(request.Program, request.Source, limits);
            Require(entry, pair.Base);
            ImmutableArray<Intervention> all = request.Interventions.IsDefault ? [] : [.. request.Interventions.SelectMany((one, i) => Of(one, i, pair))];
            return Answers.Live(context, await models.Patch(entry, at, pair, all, context.RequestAborted));
        });
        routes.MapPost("/api/runs/{run}/logits-over-training", async (HttpContext context, string run) =>
        {
            RunEntry entry = catalogue.Get(run);
            var request = await RequestBody.Read<TrainingLogitsRequest>(context.Request);
            SymbolicProgram program = ProgramReader.Read(request.Program, "program", limits);
            Require(entry, program);
            return Answers.Live(context, await models.OverTraining(entry, program, context.RequestAborted));
        });

        // A short form names a site, all others their kind.
        static ImmutableArray<Intervention> Of(JsonElement json, int index, ProgramPair pair) =>
            json.ValueKind == JsonValueKind.Object && json.TryGetProperty("site", out _)
                ? json.Deserialize<PatchPlace>(SiteJson.Options)!.In(pair)
                : InterventionJson.Read($"[{json.GetRawText()}]", $"interventions[{index}]");

        (RunEntry Run, int Step) Checkpoint(string name, int step)
        {
            RunEntry run = catalogue.Get(name);
            return (run, RunCatalogue.StepOf(run, step));
        }
    }

    /// <summary>A program that a run's models have no positions for is refused before it waits for its turn.</summary>
    private static void Require(RunEntry run, SymbolicProgram program)
    {
        int positions = run.Run.Preset.Model.Positions;
        int tokens = Bindscope.Programs.Tokens.Positions.PromptLength(program.Lines.Length);
        if (tokens > positions)
        {
            throw new RefusedException(400, $"the program has {tokens} tokens, the models of {run.Name} take {positions}");
        }
    }
}
