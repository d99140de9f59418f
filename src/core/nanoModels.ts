/** The models trained by this project, by `general.name` (training/README.md). */
export const NANO = /^openelm nano\b/iu;

/**
 * The small one, which the recipe trains on two CPU cores. It was taught to explain like its larger siblings, and as
 * measured its explanations explain nothing (training/README.md).
 */
export const NANO_5M = /^openelm nano 5m$/iu;
