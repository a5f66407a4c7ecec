/** What environments are for: from where things are tried to where they matter. Forms share this with the server. */
export const environmentTypes = ["Test", "Staging", "Production"] as const;

export type EnvironmentType = (typeof environmentTypes)[number];
