import { z } from "zod";
import { nameSchema, workspaceSlugSchema } from "../names";

export const CreateWorkspaceInput = z.object({ slug: workspaceSlugSchema, name: nameSchema });
export const UpdateWorkspaceInput = z.object({ name: nameSchema });
