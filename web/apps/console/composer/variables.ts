// Saved replies speak of {{customer.name}} and the like; here the words are put in.

export interface VariableValues {
  'customer.name': string;
  'agent.name': string;
  'conversation.number': string;
  'workspace.name': string;
}

export const variableNames: readonly (keyof VariableValues)[] = [
  'customer.name',
  'agent.name',
  'conversation.number',
  'workspace.name',
];

/** Unknown variables stay as they are, so that a typing error is seen before it is sent. */
export function fillVariables(body: string, values: VariableValues): string {
  return body.replace(/\{\{\s*([a-z_.]+)\s*\}\}/gi, (whole, name: string) => {
    const value = values[name.toLowerCase() as keyof VariableValues];
    return value === undefined ? whole : value;
  });
}

/** Variables in a text that Keydesk does not know: shown in the editor as a warning. */
export function unknownVariables(body: string): string[] {
  const known = new Set<string>(variableNames);
  const names = [...body.matchAll(/\{\{\s*([^{}]*?)\s*\}\}/g)].map(match => match[1] as string);
  return [...new Set(names.filter(name => !known.has(name.toLowerCase())))];
}

/** The `/word` under the cursor, if a saved reply is being looked for. */
export function slashQuery(text: string, cursor: number): { from: number; query: string } | undefined {
  const match = /(^|\s)\/([^\s/]{0,40})$/u.exec(text.slice(0, cursor));
  if (!match) return undefined;
  const query = match[2] as string;
  return { from: cursor - query.length - 1, query };
}

/** The `@name` under the cursor. Within a word it is an address, not a colleague. */
export function mentionQuery(text: string, cursor: number): { from: number; query: string } | undefined {
  const match = /(^|[^\w.+-])@([^\s@]{0,40})$/u.exec(text.slice(0, cursor));
  if (!match) return undefined;
  const query = match[2] as string;
  return { from: cursor - query.length - 1, query };
}
