import { createTransport } from "nodemailer";
import { env } from "../env";

/** Without a server nothing is mailed, and nothing waits to be. */
export const isMailConfigured = env.smtpUrl !== undefined;

const patienceMs = 15_000;

type Mail = {
  to: { name: string; email: string };
  subject: string;
  text: string;
  /** The same for each try, so that a mail that is sent twice can be told. */
  messageId?: string;
};

/** Sends a mail. Throws where the server can't be reached or refuses it. */
export async function sendMail({ to, subject, text, messageId }: Mail): Promise<void> {
  if (!env.smtpUrl) throw new Error("No mail server is set.");
  const transport = createTransport({
    url: env.smtpUrl,
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({
      from: env.mailFrom,
      to: { name: to.name, address: to.email },
      subject,
      text,
      messageId,
      headers: { "Auto-Submitted": "auto-generated" },
    });
  } finally {
    transport.close();
  }
}
