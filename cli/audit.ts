import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { z } from "zod";
import {
  type BrokenLink,
  type ChainVerdict,
  instanceChain,
  type KnownEnds,
  verifyAuditTrail,
} from "@/lib/audit/verify";
import { findWorkspace } from "@/lib/workspaces/find";
import { exitCodes, print, Refusal } from "./outcome";
import { withDatabase } from "./session";

type VerifyOptions = { workspace?: string; against?: string; json?: boolean };

export function addAuditCommands(program: Command): void {
  const audit = program.command("audit").description("The audit trail, which nobody edits");
  audit
    .command("verify")
    .description("Compute the chain of every workspace's audit trail anew, and name the first row that doesn't fit")
    .option("--workspace <slug>", "only this workspace's")
    .option("--against <file>", "what an earlier run printed with --json: every chain has to lead on from there")
    .option("--json", "print an array")
    .action(async (options: VerifyOptions) => {
      await withDatabase(() => verify(options));
    });
}

async function verify({ workspace, against, json }: VerifyOptions): Promise<void> {
  const known = against === undefined ? undefined : readEnds(against);
  const verdicts = await verifyAuditTrail(workspace === undefined ? null : await idOf(workspace), known);
  print(json, verdicts.map(asObject), verdicts.map(asLine));
  if (verdicts.some(({ broken }) => broken)) process.exitCode = exitCodes.refused;
}

async function idOf(slug: string): Promise<string> {
  const workspace = await findWorkspace(slug);
  if (!workspace) throw new Refusal(`There is no workspace called ${slug}.`);
  return workspace.id;
}

const Ends = z.array(
  z.object({
    workspace_id: z.uuid().nullable(),
    end: z.object({ position: z.number().int(), hash: z.string().regex(/^[0-9a-f]{64}$/) }).nullable(),
  }),
);

function readEnds(file: string): KnownEnds {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new Refusal(`${file} can't be read.`);
  }
  const parsed = Ends.safeParse(parse(text));
  if (!parsed.success) throw new Refusal(`${file} is not what \`latchkey audit verify --json\` prints.`);
  return new Map(parsed.data.flatMap(({ workspace_id: id, end }) => (end ? [[id ?? instanceChain, end]] : [])));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function asObject({ workspaceId, workspace, deleted, events, end, broken }: ChainVerdict) {
  return {
    workspace_id: workspaceId,
    workspace,
    deleted,
    events,
    end,
    broken: broken && {
      position: broken.position,
      problem: broken.problem,
      event: broken.event && { ...broken.event, at: broken.event.at.toISOString() },
    },
  };
}

function asLine(verdict: ChainVerdict): string {
  const { events, end, broken } = verdict;
  if (broken) return `${nameOf(verdict)}: broken at ${rowOf(broken)}, which ${problems[broken.problem]}.`;
  return `${nameOf(verdict)}: whole, ${events} ${events === 1 ? "event" : "events"}, ends with ${end?.hash ?? "nothing"}.`;
}

function nameOf({ workspaceId, workspace, deleted }: ChainVerdict): string {
  if (workspaceId === null) return "Of no workspace";
  return `${workspace ?? workspaceId}${deleted ? " (deleted)" : ""}`;
}

function rowOf({ position, event }: BrokenLink): string {
  return event ? `row ${position} (${event.id}, ${event.action}, ${event.at.toISOString()})` : `row ${position}`;
}

const problems: Record<BrokenLink["problem"], string> = {
  changed: "is not as it was written",
  missing: "is gone",
  added: "was never appended",
  rewritten: "doesn't end the chain as it was kept",
};
