/** The panel alone, for a narrow window beside any editor. */

import { openSurface } from './surface.js';

openSurface({ titleKey: 'panel.title', emptyKey: 'panel.emptyAlone' });
