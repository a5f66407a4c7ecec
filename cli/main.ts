import { Command, CommanderError } from "commander";
import { addAuditCommands } from "./audit";
import { addExplainCommand } from "./explain";
import { addMemberCommands } from "./members";
import { exitCodes, Refusal } from "./outcome";
import { addProjectCommands } from "./projects";
import { addRepositoryCommands } from "./repositories";
import { addTokenCommands } from "./tokens";
import { addUserCommands } from "./users";
import { addWorkspaceCommands } from "./workspaces";

const program = new Command("latchkey")
  .description(
    "Run a Latchkey server from its command line: accounts, workspaces, projects, repositories and access tokens.",
  )
  .exitOverride()
  .configureHelp({ showGlobalOptions: true })
  .showHelpAfterError("(--help says how)");

addUserCommands(program);
addWorkspaceCommands(program);
addMemberCommands(program);
addProjectCommands(program);
addRepositoryCommands(program);
addExplainCommand(addTokenCommands(program));
addAuditCommands(program);

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // Help that was asked for is no mistake; commander has printed either.
    process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  } else {
    console.error(error instanceof Refusal || error instanceof Error ? error.message : error);
    process.exitCode = exitCodes.refused;
  }
}
