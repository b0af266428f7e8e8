import type { Locale } from '@keydesk/ui/i18n';

/** Whether who reads `locale` may want these words translated. A guess: it only shows a button. */
export function foreign(body: string, locale: Locale, customerLocale: string): boolean {
  const words = body.replace(/\S{20,}|https?:\S+/g, '');
  if (!/\p{L}{2}/u.test(words)) return false;
  const han = /\p{Script=Han}/u.test(words);
  const kana = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(words);
  if (locale === 'zh-CN') return !han || kana;
  return han || kana || /[^\p{Script=Latin}\P{L}]/u.test(words) || !/^(en|zh|$)/i.test(customerLocale);
}
