#!/usr/bin/env node
require('./launch.js')('aero-catalog-verify');
