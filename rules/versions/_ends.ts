export const ENDING = ['version.node', 'version.python', 'version.postgres', 'version.redis'] as const;
export type Ending = (typeof ENDING)[number];

/** The last day with security fixes, from endoflife.date. */
export const ENDS: Readonly<Record<Ending, { name: string; ends: Readonly<Record<string, string>> }>> = {
  'version.node': {
    name: 'Node.js',
    ends: {
      '12': '2022-04-30',
      '14': '2023-04-30',
      '16': '2023-09-11',
      '17': '2022-06-01',
      '18': '2025-04-30',
      '19': '2023-06-01',
      '20': '2026-04-30',
      '21': '2024-06-01',
      '22': '2027-04-30',
      '23': '2025-06-01',
      '24': '2028-04-30',
    },
  },
  'version.python': {
    name: 'Python',
    ends: {
      '2.7': '2020-01-01',
      '3.6': '2021-12-23',
      '3.7': '2023-06-27',
      '3.8': '2024-10-07',
      '3.9': '2025-10-31',
      '3.10': '2026-10-31',
      '3.11': '2027-10-31',
      '3.12': '2028-10-31',
      '3.13': '2029-10-31',
    },
  },
  'version.postgres': {
    name: 'PostgreSQL',
    ends: {
      '9.4': '2020-02-13',
      '9.5': '2021-02-11',
      '9.6': '2021-11-11',
      '10': '2022-11-10',
      '11': '2023-11-09',
      '12': '2024-11-21',
      '13': '2025-11-13',
      '14': '2026-11-12',
      '15': '2027-11-11',
      '16': '2028-11-09',
      '17': '2029-11-08',
    },
  },
  'version.redis': { name: 'Redis', ends: { '5': '2022-04-27', '6.0': '2022-05-31', '7.0': '2024-07-29' } },
};

/** Whether a version no longer gets security fixes; `key` is its name in `ENDS`. */
export function hasEnded(subject: Ending, key: string): boolean {
  const end = ENDS[subject].ends[key];
  return end !== undefined && end < new Date(Date.now()).toISOString().slice(0, 10);
}
