/** How the samples are known that ship with the project; what merely resembles one is none. */
export interface ShippedSamples {
  comparisons: readonly { slug: string; reviewTexts: readonly string[] }[];
  emailKeys: readonly string[];
  /** How the consent of each is recorded. */
  source: string;
}

export interface SampleCounts {
  comparisons: number;
  subscribers: number;
}

/** The port to the samples in a database. Each method is one atomic step. */
export interface SampleStore {
  countSamples(samples: ShippedSamples): Promise<SampleCounts>;

  /**
   * Removes them for good, and touches nothing else. Issues that went out with them stay, with their numbers; a draft
   * that is being fixed at the same moment is composed anew.
   *
   * @returns `in-use` if an approved issue, or one that is going out, has any of them; nothing is removed then.
   */
  removeSamples(
    samples: ShippedSamples,
  ): Promise<({ kind: 'removed' } & SampleCounts) | { kind: 'in-use'; slot: string }>;
}
