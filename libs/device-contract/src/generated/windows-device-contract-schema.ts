// Compiled by ajv from specs/schemas/windows-device-contract.schema.json: do not edit it, run tools/compile-schemas.js.
// @ts-nocheck
"use strict";
export const validate = validate20;
export default validate20;
const schema31 = {"$schema":"https://json-schema.org/draft/2020-12/schema","title":"Windows device contract","description":"The devices that the emulator presents to Windows, with their driver services and INF files. config/devices.cmd on the media is generated from it.","type":"object","additionalProperties":false,"required":["schema_version","contract_name","contract_version","devices"],"properties":{"$schema":{"description":"Where an editor finds this schema. The packager ignores it.","type":"string"},"schema_version":{"description":"The version of this schema, which is 1.","const":1},"contract_name":{"description":"The name of the contract, not blank.","type":"string","pattern":"\\S"},"contract_version":{"description":"The version of the contract, not blank, such as \"1.0.0\".","type":"string","pattern":"\\S"},"devices":{"description":"At least one device.","type":"array","minItems":1,"items":{"$ref":"#/$defs/device"}}},"$defs":{"device":{"description":"One PCI device.","type":"object","additionalProperties":false,"required":["device","pci_vendor_id","pci_device_id","hardware_id_patterns","driver_service_name","inf_name"],"properties":{"device":{"description":"The name of the device, not blank. Unique, whatever the case. devices.cmd needs virtio-blk, virtio-net, virtio-snd, virtio-input and aero-gpu.","type":"string","pattern":"\\S"},"pci_vendor_id":{"description":"The PCI vendor id: up to four hexadecimal digits, with or without 0x, such as \"0x1AF4\".","$ref":"#/$defs/pciId"},"pci_device_id":{"description":"The PCI device id: up to four hexadecimal digits, with or without 0x, such as \"0x1042\".","$ref":"#/$defs/pciId"},"pci_device_id_transitional":{"description":"The PCI device id of the transitional virtio device. The drivers do not support this device.","$ref":"#/$defs/pciId"},"virtio_device_type":{"description":"The virtio device type, from 1 to 63 (2 is a block device). The PCI device id is 0x1040 and the type.","type":"integer","minimum":1,"maximum":63},"hardware_id_patterns":{"description":"The hardware ids of the device, at least one, from most to least specific. With a virtio_device_type: at least one with &REV_01, and no other revision.","type":"array","minItems":1,"items":{"description":"A hardware id with the device's own ids, such as \"PCI\\VEN_1AF4&DEV_1042&REV_01\".","type":"string"}},"driver_service_name":{"description":"The service that the driver's INF installs: letters, digits, \"_\", \"-\" and \".\".","type":"string","pattern":"^[A-Za-z0-9_.-]+$"},"boot_critical":{"description":"Whether Windows may start from the device, so that setup.cmd makes its driver a boot driver. virtio-blk is always such a device.","type":"boolean","default":false},"inf_name":{"description":"The file name of the driver's INF, without a directory, ending in .inf.","type":"string","pattern":"^[^\\u0000-\\u001f<>:\"/\\\\|?*]+\\.[iI][nN][fF]$"}},"if":{"required":["device"],"properties":{"device":{"type":"string","pattern":"^[vV][iI][rR][tT][iI][oO]-"}}},"then":{"description":"A device whose name begins with virtio- has a virtio_device_type.","required":["virtio_device_type"]}},"pciId":{"description":"A 16-bit number: up to four hexadecimal digits, with or without 0x.","type":"string","pattern":"^(?:0[xX])?[0-9A-Fa-f]{1,4}$"}}};
const pattern4 = new RegExp("\\S", "u");
const schema32 = {"description":"One PCI device.","type":"object","additionalProperties":false,"required":["device","pci_vendor_id","pci_device_id","hardware_id_patterns","driver_service_name","inf_name"],"properties":{"device":{"description":"The name of the device, not blank. Unique, whatever the case. devices.cmd needs virtio-blk, virtio-net, virtio-snd, virtio-input and aero-gpu.","type":"string","pattern":"\\S"},"pci_vendor_id":{"description":"The PCI vendor id: up to four hexadecimal digits, with or without 0x, such as \"0x1AF4\".","$ref":"#/$defs/pciId"},"pci_device_id":{"description":"The PCI device id: up to four hexadecimal digits, with or without 0x, such as \"0x1042\".","$ref":"#/$defs/pciId"},"pci_device_id_transitional":{"description":"The PCI device id of the transitional virtio device. The drivers do not support this device.","$ref":"#/$defs/pciId"},"virtio_device_type":{"description":"The virtio device type, from 1 to 63 (2 is a block device). The PCI device id is 0x1040 and the type.","type":"integer","minimum":1,"maximum":63},"hardware_id_patterns":{"description":"The hardware ids of the device, at least one, from most to least specific. With a virtio_device_type: at least one with &REV_01, and no other revision.","type":"array","minItems":1,"items":{"description":"A hardware id with the device's own ids, such as \"PCI\\VEN_1AF4&DEV_1042&REV_01\".","type":"string"}},"driver_service_name":{"description":"The service that the driver's INF installs: letters, digits, \"_\", \"-\" and \".\".","type":"string","pattern":"^[A-Za-z0-9_.-]+$"},"boot_critical":{"description":"Whether Windows may start from the device, so that setup.cmd makes its driver a boot driver. virtio-blk is always such a device.","type":"boolean","default":false},"inf_name":{"description":"The file name of the driver's INF, without a directory, ending in .inf.","type":"string","pattern":"^[^\\u0000-\\u001f<>:\"/\\\\|?*]+\\.[iI][nN][fF]$"}},"if":{"required":["device"],"properties":{"device":{"type":"string","pattern":"^[vV][iI][rR][tT][iI][oO]-"}}},"then":{"description":"A device whose name begins with virtio- has a virtio_device_type.","required":["virtio_device_type"]}};
const schema33 = {"description":"A 16-bit number: up to four hexadecimal digits, with or without 0x.","type":"string","pattern":"^(?:0[xX])?[0-9A-Fa-f]{1,4}$"};
const pattern6 = new RegExp("^[vV][iI][rR][tT][iI][oO]-", "u");
const pattern8 = new RegExp("^(?:0[xX])?[0-9A-Fa-f]{1,4}$", "u");
const pattern11 = new RegExp("^[A-Za-z0-9_.-]+$", "u");
const pattern12 = new RegExp("^[^\\u0000-\\u001f<>:\"/\\\\|?*]+\\.[iI][nN][fF]$", "u");
const func1 = Object.prototype.hasOwnProperty;

function validate21(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate21.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
const _errs1 = errors;
let valid0 = true;
const _errs2 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.device === undefined) && (missing0 = "device")){
const err0 = {};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
else {
if(data.device !== undefined){
let data0 = data.device;
const _errs3 = errors;
if(errors === _errs3){
if(typeof data0 === "string"){
if(!pattern6.test(data0)){
const err1 = {};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
else {
const err2 = {};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
}
}
}
var _valid0 = _errs2 === errors;
errors = _errs1;
if(vErrors !== null){
if(_errs1){
vErrors.length = _errs1;
}
else {
vErrors = null;
}
}
if(_valid0){
const _errs5 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.virtio_device_type === undefined){
const err3 = {instancePath,schemaPath:"#/then/required",keyword:"required",params:{missingProperty: "virtio_device_type"},message:"must have required property '"+"virtio_device_type"+"'",schema:schema32.then.required,parentSchema:schema32.then,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
var _valid0 = _errs5 === errors;
valid0 = _valid0;
}
if(!valid0){
const err4 = {instancePath,schemaPath:"#/if",keyword:"if",params:{failingKeyword: "then"},message:"must match \"then\" schema",schema:schema32.if,parentSchema:schema32,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.device === undefined){
const err5 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "device"},message:"must have required property '"+"device"+"'",schema:schema32.required,parentSchema:schema32,data};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data.pci_vendor_id === undefined){
const err6 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "pci_vendor_id"},message:"must have required property '"+"pci_vendor_id"+"'",schema:schema32.required,parentSchema:schema32,data};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(data.pci_device_id === undefined){
const err7 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "pci_device_id"},message:"must have required property '"+"pci_device_id"+"'",schema:schema32.required,parentSchema:schema32,data};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(data.hardware_id_patterns === undefined){
const err8 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "hardware_id_patterns"},message:"must have required property '"+"hardware_id_patterns"+"'",schema:schema32.required,parentSchema:schema32,data};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(data.driver_service_name === undefined){
const err9 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "driver_service_name"},message:"must have required property '"+"driver_service_name"+"'",schema:schema32.required,parentSchema:schema32,data};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(data.inf_name === undefined){
const err10 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "inf_name"},message:"must have required property '"+"inf_name"+"'",schema:schema32.required,parentSchema:schema32,data};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
for(const key0 in data){
if(!(func1.call(schema32.properties, key0))){
const err11 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema32,data};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.device !== undefined){
let data1 = data.device;
if(typeof data1 === "string"){
if(!pattern4.test(data1)){
const err12 = {instancePath:instancePath+"/device",schemaPath:"#/properties/device/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema32.properties.device,data:data1};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
else {
const err13 = {instancePath:instancePath+"/device",schemaPath:"#/properties/device/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.device.type,parentSchema:schema32.properties.device,data:data1};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.pci_vendor_id !== undefined){
let data2 = data.pci_vendor_id;
if(typeof data2 === "string"){
if(!pattern8.test(data2)){
const err14 = {instancePath:instancePath+"/pci_vendor_id",schemaPath:"#/$defs/pciId/pattern",keyword:"pattern",params:{pattern: "^(?:0[xX])?[0-9A-Fa-f]{1,4}$"},message:"must match pattern \""+"^(?:0[xX])?[0-9A-Fa-f]{1,4}$"+"\"",schema:"^(?:0[xX])?[0-9A-Fa-f]{1,4}$",parentSchema:schema33,data:data2};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
else {
const err15 = {instancePath:instancePath+"/pci_vendor_id",schemaPath:"#/$defs/pciId/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.type,parentSchema:schema33,data:data2};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data.pci_device_id !== undefined){
let data3 = data.pci_device_id;
if(typeof data3 === "string"){
if(!pattern8.test(data3)){
const err16 = {instancePath:instancePath+"/pci_device_id",schemaPath:"#/$defs/pciId/pattern",keyword:"pattern",params:{pattern: "^(?:0[xX])?[0-9A-Fa-f]{1,4}$"},message:"must match pattern \""+"^(?:0[xX])?[0-9A-Fa-f]{1,4}$"+"\"",schema:"^(?:0[xX])?[0-9A-Fa-f]{1,4}$",parentSchema:schema33,data:data3};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
else {
const err17 = {instancePath:instancePath+"/pci_device_id",schemaPath:"#/$defs/pciId/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.type,parentSchema:schema33,data:data3};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data.pci_device_id_transitional !== undefined){
let data4 = data.pci_device_id_transitional;
if(typeof data4 === "string"){
if(!pattern8.test(data4)){
const err18 = {instancePath:instancePath+"/pci_device_id_transitional",schemaPath:"#/$defs/pciId/pattern",keyword:"pattern",params:{pattern: "^(?:0[xX])?[0-9A-Fa-f]{1,4}$"},message:"must match pattern \""+"^(?:0[xX])?[0-9A-Fa-f]{1,4}$"+"\"",schema:"^(?:0[xX])?[0-9A-Fa-f]{1,4}$",parentSchema:schema33,data:data4};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
else {
const err19 = {instancePath:instancePath+"/pci_device_id_transitional",schemaPath:"#/$defs/pciId/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.type,parentSchema:schema33,data:data4};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data.virtio_device_type !== undefined){
let data5 = data.virtio_device_type;
if(!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))){
const err20 = {instancePath:instancePath+"/virtio_device_type",schemaPath:"#/properties/virtio_device_type/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema32.properties.virtio_device_type.type,parentSchema:schema32.properties.virtio_device_type,data:data5};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 > 63 || isNaN(data5)){
const err21 = {instancePath:instancePath+"/virtio_device_type",schemaPath:"#/properties/virtio_device_type/maximum",keyword:"maximum",params:{comparison: "<=", limit: 63},message:"must be <= 63",schema:63,parentSchema:schema32.properties.virtio_device_type,data:data5};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
if(data5 < 1 || isNaN(data5)){
const err22 = {instancePath:instancePath+"/virtio_device_type",schemaPath:"#/properties/virtio_device_type/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema32.properties.virtio_device_type,data:data5};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
}
if(data.hardware_id_patterns !== undefined){
let data6 = data.hardware_id_patterns;
if(Array.isArray(data6)){
if(data6.length < 1){
const err23 = {instancePath:instancePath+"/hardware_id_patterns",schemaPath:"#/properties/hardware_id_patterns/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema32.properties.hardware_id_patterns,data:data6};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
const len0 = data6.length;
for(let i0=0; i0<len0; i0++){
let data7 = data6[i0];
if(typeof data7 !== "string"){
const err24 = {instancePath:instancePath+"/hardware_id_patterns/" + i0,schemaPath:"#/properties/hardware_id_patterns/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.hardware_id_patterns.items.type,parentSchema:schema32.properties.hardware_id_patterns.items,data:data7};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
}
else {
const err25 = {instancePath:instancePath+"/hardware_id_patterns",schemaPath:"#/properties/hardware_id_patterns/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema32.properties.hardware_id_patterns.type,parentSchema:schema32.properties.hardware_id_patterns,data:data6};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
if(data.driver_service_name !== undefined){
let data8 = data.driver_service_name;
if(typeof data8 === "string"){
if(!pattern11.test(data8)){
const err26 = {instancePath:instancePath+"/driver_service_name",schemaPath:"#/properties/driver_service_name/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9_.-]+$"},message:"must match pattern \""+"^[A-Za-z0-9_.-]+$"+"\"",schema:"^[A-Za-z0-9_.-]+$",parentSchema:schema32.properties.driver_service_name,data:data8};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
else {
const err27 = {instancePath:instancePath+"/driver_service_name",schemaPath:"#/properties/driver_service_name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.driver_service_name.type,parentSchema:schema32.properties.driver_service_name,data:data8};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
if(data.boot_critical !== undefined){
let data9 = data.boot_critical;
if(typeof data9 !== "boolean"){
const err28 = {instancePath:instancePath+"/boot_critical",schemaPath:"#/properties/boot_critical/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema32.properties.boot_critical.type,parentSchema:schema32.properties.boot_critical,data:data9};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data.inf_name !== undefined){
let data10 = data.inf_name;
if(typeof data10 === "string"){
if(!pattern12.test(data10)){
const err29 = {instancePath:instancePath+"/inf_name",schemaPath:"#/properties/inf_name/pattern",keyword:"pattern",params:{pattern: "^[^\\u0000-\\u001f<>:\"/\\\\|?*]+\\.[iI][nN][fF]$"},message:"must match pattern \""+"^[^\\u0000-\\u001f<>:\"/\\\\|?*]+\\.[iI][nN][fF]$"+"\"",schema:"^[^\\u0000-\\u001f<>:\"/\\\\|?*]+\\.[iI][nN][fF]$",parentSchema:schema32.properties.inf_name,data:data10};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
else {
const err30 = {instancePath:instancePath+"/inf_name",schemaPath:"#/properties/inf_name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.inf_name.type,parentSchema:schema32.properties.inf_name,data:data10};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
}
else {
const err31 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema32.type,parentSchema:schema32,data};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
validate21.errors = vErrors;
return errors === 0;
}
validate21.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate20(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate20.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.schema_version === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "schema_version"},message:"must have required property '"+"schema_version"+"'",schema:schema31.required,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.contract_name === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "contract_name"},message:"must have required property '"+"contract_name"+"'",schema:schema31.required,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.contract_version === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "contract_version"},message:"must have required property '"+"contract_version"+"'",schema:schema31.required,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.devices === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "devices"},message:"must have required property '"+"devices"+"'",schema:schema31.required,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key0 in data){
if(!(((((key0 === "$schema") || (key0 === "schema_version")) || (key0 === "contract_name")) || (key0 === "contract_version")) || (key0 === "devices"))){
const err4 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.$schema !== undefined){
let data0 = data.$schema;
if(typeof data0 !== "string"){
const err5 = {instancePath:instancePath+"/$schema",schemaPath:"#/properties/%24schema/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.$schema.type,parentSchema:schema31.properties.$schema,data:data0};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.schema_version !== undefined){
let data1 = data.schema_version;
if(1 !== data1){
const err6 = {instancePath:instancePath+"/schema_version",schemaPath:"#/properties/schema_version/const",keyword:"const",params:{allowedValue: 1},message:"must be equal to constant",schema:1,parentSchema:schema31.properties.schema_version,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.contract_name !== undefined){
let data2 = data.contract_name;
if(typeof data2 === "string"){
if(!pattern4.test(data2)){
const err7 = {instancePath:instancePath+"/contract_name",schemaPath:"#/properties/contract_name/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema31.properties.contract_name,data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
else {
const err8 = {instancePath:instancePath+"/contract_name",schemaPath:"#/properties/contract_name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.contract_name.type,parentSchema:schema31.properties.contract_name,data:data2};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.contract_version !== undefined){
let data3 = data.contract_version;
if(typeof data3 === "string"){
if(!pattern4.test(data3)){
const err9 = {instancePath:instancePath+"/contract_version",schemaPath:"#/properties/contract_version/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema31.properties.contract_version,data:data3};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
else {
const err10 = {instancePath:instancePath+"/contract_version",schemaPath:"#/properties/contract_version/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.contract_version.type,parentSchema:schema31.properties.contract_version,data:data3};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.devices !== undefined){
let data4 = data.devices;
if(Array.isArray(data4)){
if(data4.length < 1){
const err11 = {instancePath:instancePath+"/devices",schemaPath:"#/properties/devices/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema31.properties.devices,data:data4};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
const len0 = data4.length;
for(let i0=0; i0<len0; i0++){
if(!(validate21(data4[i0], {instancePath:instancePath+"/devices/" + i0,parentData:data4,parentDataProperty:i0,rootData,dynamicAnchors}))){
if(vErrors === null){vErrors = validate21.errors;}else{for(const error of validate21.errors){vErrors.push(error);}}
errors = vErrors.length;
}
}
}
else {
const err12 = {instancePath:instancePath+"/devices",schemaPath:"#/properties/devices/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.devices.type,parentSchema:schema31.properties.devices,data:data4};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
}
else {
const err13 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.type,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
validate20.errors = vErrors;
return errors === 0;
}
validate20.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};
