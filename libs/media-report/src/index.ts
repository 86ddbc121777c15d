export { REPORT_NAME, reportPage } from './report-page';
