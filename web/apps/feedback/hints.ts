// What a description already holds of what helps. Only to tick a line off: nothing is asked twice.
export interface Held {
  time: boolean;
  steps: boolean;
  hash: boolean;
  digits: boolean;
}

export function held(text: string): Held {
  return {
    time: /\d{1,2}\s*[:：点时]\s*\d{0,2}|\d{1,2}\s*[月/-]\s*\d{1,2}|今天|昨天|前天|上午|下午|today|yesterday|\d\s*(am|pm)\b|(minutes|hours|days) ago|(分钟|小时|天)前/i.test(
      text,
    ),
    steps: /(^|\n)\s*(\d+[.、)]|[-*])|然后|接着|之后|点击|打开|选择|then|click|tap|open|press|after/i.test(
      text,
    ),
    hash: /\b(0x)?[0-9a-f]{64}\b/i.test(text) || /https?:\/\/\S+\/tx\//i.test(text),
    digits: /(后四位|尾号|last four|ending in|ends with)\D{0,12}\d{4}(?!\d)/i.test(text),
  };
}
