/** "Chrome 126, Windows": what an agent needs to help, and no more than that. */
export function device(agent: string): string {
  const pick = (table: [RegExp, string][]) => {
    for (const [pattern, name] of table) {
      const found = pattern.exec(agent);
      if (found) return found[1] ? `${name} ${found[1]}` : name;
    }
    return '';
  };
  const browser = pick([
    [/MicroMessenger\/(\d+)/, 'WeChat'],
    [/Edg(?:A|iOS)?\/(\d+)/, 'Edge'],
    [/OPR\/(\d+)/, 'Opera'],
    [/(?:Firefox|FxiOS)\/(\d+)/, 'Firefox'],
    [/(?:Chrome|CriOS)\/(\d+)/, 'Chrome'],
    [/Version\/(\d+).*Safari/, 'Safari'],
  ]);
  const system = pick([
    [/HarmonyOS/, 'HarmonyOS'],
    [/Android (\d+)/, 'Android'],
    [/(?:iPhone|iPad).*? OS (\d+)/, 'iOS'],
    [/Windows/, 'Windows'],
    [/Mac OS X/, 'macOS'],
    [/CrOS/, 'ChromeOS'],
    [/Linux/, 'Linux'],
  ]);
  return [browser, system].filter(Boolean).join(', ') || 'unknown';
}
