import ReactMarkdown from 'react-markdown';
import rehypeSanitize from 'rehype-sanitize';
import remarkGfm from 'remark-gfm';
import css from './markdown.module.css';

/** What people wrote, as text with structure: never as HTML of theirs, and headings below the page's own. */
export function Markdown({ source }: { source: string }) {
  return (
    <div className={css.text}>
      <ReactMarkdown
        remarkPlugins={[remarkGfm]}
        rehypePlugins={[rehypeSanitize]}
        components={{ h1: 'h4', h2: 'h4', h3: 'h4', h4: 'h5', img: () => null }}
      >
        {source}
      </ReactMarkdown>
    </div>
  );
}
