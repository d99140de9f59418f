import { type StateCore, type Token } from 'markdown-it';

/** More is no table that someone reads in a side bar, and layout of tables grows faster than their size. */
const MAX_ROWS = 200;
const MAX_COLUMNS = 30;
const OF_CELL = /^(?:t[hd]_|inline$)/u;
const OF_ROW = /^(?:t[rhd]_|inline$)/u;

/** Takes the rows and columns out of tables that exceed the limit, and says below how many rows went. */
export function limitTables({ tokens, Token }: StateCore, notice: string): Token[] {
  const paragraph = (text: string): Token[] => {
    const content = new Token('text', '', 0);
    content.content = text;
    const inline = new Token('inline', '', 0);
    inline.children = [content];
    return [new Token('paragraph_open', 'p', 1), inline, new Token('paragraph_close', 'p', -1)];
  };
  const kept: Token[] = [];
  let rows = 0;
  let columns = 0;
  for (const token of tokens) {
    if (token.type === 'tr_open') {
      rows++;
      columns = 0;
    } else if (token.type === 'th_open' || token.type === 'td_open') {
      columns++;
    }
    if (token.type === 'table_close') {
      kept.push(token, ...(rows > MAX_ROWS ? paragraph(notice.replace('{0}', String(rows - MAX_ROWS))) : []));
      rows = 0;
      columns = 0;
    } else if (
      !(rows > MAX_ROWS && OF_ROW.test(token.type)) &&
      !(columns > MAX_COLUMNS && OF_CELL.test(token.type))
    ) {
      kept.push(token);
    }
  }
  return kept;
}
