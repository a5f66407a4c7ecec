import "./code-view.css";
import "./syntax.css";
import { highlightLines } from "./highlight";

/** A file's text with line numbers; each line can be linked to, and a linked one is marked. */
export function CodeView({ fileName, text }: { fileName: string; text: string }) {
  const lines = highlightLines(fileName, text);
  return (
    // Focusable, so that a keyboard can scroll it sideways.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to take the focus.
    <section className="code-view" tabIndex={0} aria-label={`Content of ${fileName}`}>
      <table role="presentation">
        <tbody>
          {lines.map((tokens, index) => {
            const line = index + 1;
            return (
              <tr key={line} id={`L${line}`}>
                <td className="number">
                  <a href={`#L${line}`} tabIndex={-1}>
                    {line}
                  </a>
                </td>
                <td className="text">
                  {tokens.map(({ text, className }, position) =>
                    className ? (
                      <span key={position} className={className}>
                        {text}
                      </span>
                    ) : (
                      text
                    ),
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
