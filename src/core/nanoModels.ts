/** The models trained by this project, by `general.name` (training/README.md). */
export const NANO = /^openelm nano\b/iu;

/**
 * The small one, which the recipe trains on two CPU cores. It was taught to fill in and to explain like its larger
 * siblings, and as measured can do neither (training/README.md): it completes better without the text after the cursor,
 * and its explanations explain nothing.
 */
export const NANO_5M = /^openelm nano 5m$/iu;
