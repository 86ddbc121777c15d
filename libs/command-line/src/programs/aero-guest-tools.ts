import { aeroGuestTools } from '../aero-guest-tools/index';
import { main } from '../main';

main('aero-guest-tools', aeroGuestTools);
