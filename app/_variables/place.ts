/** How pages name where variables are. */
export type VariablePlaceName =
  | { kind: "workspace"; workspace: string }
  | { kind: "repository"; workspace: string; repository: string }
  | { kind: "environment"; workspace: string; repository: string; environment: string };
