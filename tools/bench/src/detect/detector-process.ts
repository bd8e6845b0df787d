// A process of its own, run as the service is: gets a DetectorPlan as its argument, tells progress and the DetectorFigures over IPC.
import { measureDetector, type DetectorPlan } from './measure-detector.ts';

const figures = measureDetector(JSON.parse(process.argv[2]!) as DetectorPlan, (progress) => process.send?.({ progress }));
process.send?.({ figures }, () => process.disconnect());
