import "./markdown.css";
import ReactMarkdown from "react-markdown";
import rehypeHighlight from "rehype-highlight";
import rehypeRaw from "rehype-raw";
import rehypeSanitize, { defaultSchema } from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import { languages } from "./languages";
import { type MarkdownPlace, rehypeInRepository } from "./rehype-in-repository";

/**
 * A markdown file of a repository: whatever it holds, only harmless elements reach the page, and nothing is loaded
 * from elsewhere.
 */
export function Markdown({ source, place }: { source: string; place: MarkdownPlace }) {
  return (
    <div className="markdown">
      <ReactMarkdown
        remarkPlugins={[remarkGfm]}
        // Sanitising prefixes all ids once; footnotes must not bring a prefix of their own.
        remarkRehypeOptions={{ clobberPrefix: "" }}
        rehypePlugins={[
          rehypeRaw,
          [rehypeSanitize, place.anchors ? { ...schema, clobberPrefix: `user-content-${place.anchors}` } : schema],
          [rehypeInRepository, place],
          [rehypeHighlight, { languages }],
        ]}
      >
        {source}
      </ReactMarkdown>
    </div>
  );
}

// Attributes that would take part in the page around it, or that only matter to elements that aren't let through.
const unwanted = ["accessKey", "tabIndex", "useMap", "color", "size", "border"];

const schema: typeof defaultSchema = {
  ...defaultSchema,
  // A picture's sources would be loaded from wherever they point; its image stays.
  tagNames: defaultSchema.tagNames?.filter((name) => name !== "picture" && name !== "source"),
  attributes: {
    ...defaultSchema.attributes,
    "*": (defaultSchema.attributes?.["*"] ?? []).filter((name) => !unwanted.includes(String(name))),
  },
};
