import { z } from "zod";
import { secretPattern } from "../access-tokens/secret-format";

/** For a new password. No rule but length (NIST SP 800-63B, section 3.1.1.2), and no access token. For forms as well. */
export const newPasswordSchema = z
  .string()
  .min(12, "Use at least 12 characters.")
  .max(200, "Use at most 200 characters.")
  .refine((password) => !secretPattern.test(password), "That is an access token. Choose a password of your own.");
