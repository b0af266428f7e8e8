// What the composer says about a door, as pure functions.

import {
  type Attachment,
  type Capabilities,
  type Door,
  fileFault,
  largestFile,
  lengthOf,
  partsOf,
} from '@keydesk/client/index';
import { fileSize } from '@keydesk/ui/i18n';
import { t } from '../i18n/index';
import { type Lang, momentText } from '../lib/time';
import { kindName } from './names';

/** "4 of 5 left, until 14:20 tomorrow"; empty where the provider sets no limit. */
export function budgetText(door: Door, now: number, lang: Lang): string {
  if (!door.budget) return '';
  const { left, until } = door.budget;
  const all = door.capabilities?.window.messages ?? 0;
  const amount =
    left === null
      ? ''
      : all >= left && all > 0
        ? t('budget.left', { left, all })
        : t('budget.left_plain', { left });
  const end = until === null ? '' : t('budget.until', { when: momentText(until, now, lang) });
  return [amount, end].filter(Boolean).join(lang === 'en' ? ', ' : '，');
}

export interface Measure {
  used: number;
  longest: number;
  parts: number;
  /** Worth showing: the text comes near the door's limit, or is over it. */
  near: boolean;
}

/** How long a reply is for its door, and in how many messages it leaves. */
export function measure(text: string, files: number, door: Capabilities): Measure {
  const { longest, unit } = door.text;
  const used = lengthOf(text, unit);
  return { used, longest, parts: partsOf(text, files, door), near: used > longest * 0.8 };
}

export function measureText(found: Measure, door: Capabilities): string {
  const number = (value: number) => value.toLocaleString();
  if (found.used > found.longest) {
    return t('door.parts', { count: found.parts, longest: number(found.longest) });
  }
  const unit = t(`unit.${door.text.unit}`);
  return t('door.length', { used: number(found.used), longest: number(found.longest), unit });
}

/** Why this door does not take a file; empty: it does. */
export function refusal(file: Pick<Attachment, 'type' | 'size'>, door: Door | undefined): string {
  const can = door?.capabilities;
  if (!can) return '';
  const fault = fileFault(file, can);
  if (!fault) return '';
  const name = kindName(door.kind);
  if (fault === 'file_type') return t('door.fit_type', { door: name });
  return t('door.fit_size', { door: name, size: fileSize(largestFile(file.type, can)) });
}
