import { formatTide } from './format';
import { nextHighTide, type Tide } from './tide';

const morning: Tide = { time: new Date(2024, 5, 1, 6, 15), height: 4.2 };
const evening = nextHighTide(morning);

console.log(formatTide(morning));
console.log(formatTide(evening));
