// Compiled by ajv from specs/schemas/packaging-spec.schema.json: do not edit it, run tools/compile-schemas.js.
// @ts-nocheck
"use strict";
export const validate = validate20;
export default validate20;
const schema31 = {"$schema":"https://json-schema.org/draft/2020-12/schema","title":"Packaging spec","description":"Which drivers go onto the Aero Guest Tools media, and what their INF files must contain.","type":"object","additionalProperties":false,"properties":{"$schema":{"description":"Where an editor finds this schema. The packager ignores it.","type":"string"},"target":{"description":"The guests that the media are for. Default: Windows 7, x86 and amd64.","type":"object","additionalProperties":false,"required":["windows"],"properties":{"windows":{"description":"The Windows version, named like the folders of virtio-win.","enum":["w7","w8","w8.1","w10","w11","2k8R2","2k12","2k12R2","2k16","2k19","2k22","2k25"]},"architectures":{"description":"Architectures of this Windows version. Default: amd64, and x86 if it exists for this version.","type":"array","minItems":1,"items":{"description":"An architecture, as named on the media.","enum":["x86","amd64","arm64"]}}}},"drivers":{"description":"The drivers, in the order in which they are reported.","type":"array","items":{"$ref":"#/$defs/driver"}},"required_drivers":{"description":"Legacy form of drivers. Every entry is required, comes after drivers, and is merged with the entry of the same name.","deprecated":true,"type":"array","items":{"$ref":"#/$defs/requiredDriver"}},"require_optional_drivers_on_all_arches":{"description":"Whether an optional driver must be there for all architectures if it is there for one.","type":"boolean","default":false},"fail_on_unlisted_driver_dirs":{"description":"Whether a driver directory that this spec does not list is an error. Default: it is left out, with a warning.","type":"boolean","default":false}},"$defs":{"driver":{"type":"object","additionalProperties":false,"required":["name","required"],"properties":{"name":{"$ref":"#/$defs/name"},"required":{"description":"Whether the build fails if the driver is missing.","type":"boolean"},"upstream_folder":{"description":"The folder of the driver in virtio-win images and trees, and in packages from CI, if it differs from the name of the driver. Case does not matter.","type":"string","pattern":"^(?!\\.{1,2}$)[^/\\\\]+$"},"expected_hardware_ids":{"$ref":"#/$defs/hardwareIds"},"expected_hardware_ids_from_devices_cmd_var":{"$ref":"#/$defs/hardwareIdsVariable"},"expected_inf_files":{"description":"INF files that must be packaged.","type":"array","items":{"description":"a file name that ends in .inf, without a directory","type":"string","pattern":"^[^/\\\\]+\\.[iI][nN][fF]$"}},"expected_add_services":{"description":"Services that the INF files must install with AddService. Case does not matter.","type":"array","items":{"description":"the name of a service, without white space at either end","type":"string","pattern":"^\\S(?:.*\\S)?$"}},"expected_add_services_from_devices_cmd_var":{"description":"A variable of config/devices.cmd whose values are further expected services.","$ref":"#/$defs/variable"},"allow_extensions":{"description":"Extensions of files to package even though they look like build leftovers or sources.","type":"array","items":{"description":"a file extension, such as \"pdb\"","type":"string","pattern":"^\\.?[^./\\\\\\s]+$"}},"allow_path_regexes":{"description":"Regular expressions (RE2 syntax, case does not matter) that are searched for in the path of a file below its driver directory. Files that match are packaged even though they look like build leftovers or sources.","type":"array","items":{"$ref":"#/$defs/regularExpression"}}}},"requiredDriver":{"type":"object","additionalProperties":false,"required":["name"],"properties":{"name":{"$ref":"#/$defs/name"},"expected_hardware_ids":{"$ref":"#/$defs/hardwareIds"},"expected_hardware_ids_from_devices_cmd_var":{"$ref":"#/$defs/hardwareIdsVariable"}}},"name":{"description":"The driver's directory below x86/ and amd64/. Unique, whatever the case. \"aero-gpu\" means \"aerogpu\".","type":"string","allOf":[{"description":"a name that is not empty","minLength":1},{"description":"a name without white space at its beginning","pattern":"^(?!\\s)"},{"description":"a name without white space at its end","pattern":"(?<!\\s)$"},{"description":"a name without / and \\","pattern":"^[^/\\\\]*$"},{"description":"the name of a directory, not . or ..","pattern":"^(?!\\.{1,2}$)"}]},"hardwareIds":{"description":"Regular expressions (RE2 syntax, case does not matter). Each must match a line in one of the driver's INF files.","type":"array","items":{"$ref":"#/$defs/regularExpression"}},"hardwareIdsVariable":{"description":"A variable of config/devices.cmd whose hardware IDs, cut to PCI\\VEN_xxxx&DEV_xxxx, must be in the INF files too.","$ref":"#/$defs/variable"},"variable":{"description":"the name of a variable of config/devices.cmd, such as \"AERO_VIRTIO_BLK_HWIDS\"","type":"string","pattern":"^[A-Za-z_][A-Za-z0-9_]*$"},"regularExpression":{"description":"a regular expression in RE2 syntax, not empty","type":"string","minLength":1,"format":"re2"}}};
const schema32 = {"type":"object","additionalProperties":false,"required":["name","required"],"properties":{"name":{"$ref":"#/$defs/name"},"required":{"description":"Whether the build fails if the driver is missing.","type":"boolean"},"upstream_folder":{"description":"The folder of the driver in virtio-win images and trees, and in packages from CI, if it differs from the name of the driver. Case does not matter.","type":"string","pattern":"^(?!\\.{1,2}$)[^/\\\\]+$"},"expected_hardware_ids":{"$ref":"#/$defs/hardwareIds"},"expected_hardware_ids_from_devices_cmd_var":{"$ref":"#/$defs/hardwareIdsVariable"},"expected_inf_files":{"description":"INF files that must be packaged.","type":"array","items":{"description":"a file name that ends in .inf, without a directory","type":"string","pattern":"^[^/\\\\]+\\.[iI][nN][fF]$"}},"expected_add_services":{"description":"Services that the INF files must install with AddService. Case does not matter.","type":"array","items":{"description":"the name of a service, without white space at either end","type":"string","pattern":"^\\S(?:.*\\S)?$"}},"expected_add_services_from_devices_cmd_var":{"description":"A variable of config/devices.cmd whose values are further expected services.","$ref":"#/$defs/variable"},"allow_extensions":{"description":"Extensions of files to package even though they look like build leftovers or sources.","type":"array","items":{"description":"a file extension, such as \"pdb\"","type":"string","pattern":"^\\.?[^./\\\\\\s]+$"}},"allow_path_regexes":{"description":"Regular expressions (RE2 syntax, case does not matter) that are searched for in the path of a file below its driver directory. Files that match are packaged even though they look like build leftovers or sources.","type":"array","items":{"$ref":"#/$defs/regularExpression"}}}};
const schema33 = {"description":"The driver's directory below x86/ and amd64/. Unique, whatever the case. \"aero-gpu\" means \"aerogpu\".","type":"string","allOf":[{"description":"a name that is not empty","minLength":1},{"description":"a name without white space at its beginning","pattern":"^(?!\\s)"},{"description":"a name without white space at its end","pattern":"(?<!\\s)$"},{"description":"a name without / and \\","pattern":"^[^/\\\\]*$"},{"description":"the name of a directory, not . or ..","pattern":"^(?!\\.{1,2}$)"}]};
const schema36 = {"description":"the name of a variable of config/devices.cmd, such as \"AERO_VIRTIO_BLK_HWIDS\"","type":"string","pattern":"^[A-Za-z_][A-Za-z0-9_]*$"};
const schema35 = {"description":"a regular expression in RE2 syntax, not empty","type":"string","minLength":1,"format":"re2"};
const func1 = Object.prototype.hasOwnProperty;
const func2 = require("ajv/dist/runtime/ucs2length").default;
const pattern4 = new RegExp("^(?!\\s)", "u");
const pattern5 = new RegExp("(?<!\\s)$", "u");
const pattern6 = new RegExp("^[^/\\\\]*$", "u");
const pattern7 = new RegExp("^(?!\\.{1,2}$)", "u");
const pattern8 = new RegExp("^(?!\\.{1,2}$)[^/\\\\]+$", "u");
const pattern9 = new RegExp("^[A-Za-z_][A-Za-z0-9_]*$", "u");
const pattern10 = new RegExp("^[^/\\\\]+\\.[iI][nN][fF]$", "u");
const pattern11 = new RegExp("^\\S(?:.*\\S)?$", "u");
const pattern13 = new RegExp("^\\.?[^./\\\\\\s]+$", "u");
const schema34 = {"description":"Regular expressions (RE2 syntax, case does not matter). Each must match a line in one of the driver's INF files.","type":"array","items":{"$ref":"#/$defs/regularExpression"}};
const formats0 = require("../spec-formats").checks.re2;

function validate22(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate22.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(Array.isArray(data)){
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
let data0 = data[i0];
if(typeof data0 === "string"){
if(func2(data0) < 1){
const err0 = {instancePath:instancePath+"/" + i0,schemaPath:"#/$defs/regularExpression/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema35,data:data0};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(!(formats0(data0))){
const err1 = {instancePath:instancePath+"/" + i0,schemaPath:"#/$defs/regularExpression/format",keyword:"format",params:{format: "re2"},message:"must match format \""+"re2"+"\"",schema:"re2",parentSchema:schema35,data:data0};
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
const err2 = {instancePath:instancePath+"/" + i0,schemaPath:"#/$defs/regularExpression/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema35.type,parentSchema:schema35,data:data0};
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
else {
const err3 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema34.type,parentSchema:schema34,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
validate22.errors = vErrors;
return errors === 0;
}
validate22.evaluated = {"items":true,"dynamicProps":false,"dynamicItems":false};


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
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema32.required,parentSchema:schema32,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.required === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "required"},message:"must have required property '"+"required"+"'",schema:schema32.required,parentSchema:schema32,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
for(const key0 in data){
if(!(func1.call(schema32.properties, key0))){
const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema32,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 !== "string"){
const err3 = {instancePath:instancePath+"/name",schemaPath:"#/$defs/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.type,parentSchema:schema33,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(typeof data0 === "string"){
if(func2(data0) < 1){
const err4 = {instancePath:instancePath+"/name",schemaPath:"#/$defs/name/allOf/0/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema33.allOf[0],data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(typeof data0 === "string"){
if(!pattern4.test(data0)){
const err5 = {instancePath:instancePath+"/name",schemaPath:"#/$defs/name/allOf/1/pattern",keyword:"pattern",params:{pattern: "^(?!\\s)"},message:"must match pattern \""+"^(?!\\s)"+"\"",schema:"^(?!\\s)",parentSchema:schema33.allOf[1],data:data0};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(typeof data0 === "string"){
if(!pattern5.test(data0)){
const err6 = {instancePath:instancePath+"/name",schemaPath:"#/$defs/name/allOf/2/pattern",keyword:"pattern",params:{pattern: "(?<!\\s)$"},message:"must match pattern \""+"(?<!\\s)$"+"\"",schema:"(?<!\\s)$",parentSchema:schema33.allOf[2],data:data0};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(typeof data0 === "string"){
if(!pattern6.test(data0)){
const err7 = {instancePath:instancePath+"/name",schemaPath:"#/$defs/name/allOf/3/pattern",keyword:"pattern",params:{pattern: "^[^/\\\\]*$"},message:"must match pattern \""+"^[^/\\\\]*$"+"\"",schema:"^[^/\\\\]*$",parentSchema:schema33.allOf[3],data:data0};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(typeof data0 === "string"){
if(!pattern7.test(data0)){
const err8 = {instancePath:instancePath+"/name",schemaPath:"#/$defs/name/allOf/4/pattern",keyword:"pattern",params:{pattern: "^(?!\\.{1,2}$)"},message:"must match pattern \""+"^(?!\\.{1,2}$)"+"\"",schema:"^(?!\\.{1,2}$)",parentSchema:schema33.allOf[4],data:data0};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
}
if(data.required !== undefined){
let data1 = data.required;
if(typeof data1 !== "boolean"){
const err9 = {instancePath:instancePath+"/required",schemaPath:"#/properties/required/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema32.properties.required.type,parentSchema:schema32.properties.required,data:data1};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.upstream_folder !== undefined){
let data2 = data.upstream_folder;
if(typeof data2 === "string"){
if(!pattern8.test(data2)){
const err10 = {instancePath:instancePath+"/upstream_folder",schemaPath:"#/properties/upstream_folder/pattern",keyword:"pattern",params:{pattern: "^(?!\\.{1,2}$)[^/\\\\]+$"},message:"must match pattern \""+"^(?!\\.{1,2}$)[^/\\\\]+$"+"\"",schema:"^(?!\\.{1,2}$)[^/\\\\]+$",parentSchema:schema32.properties.upstream_folder,data:data2};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
else {
const err11 = {instancePath:instancePath+"/upstream_folder",schemaPath:"#/properties/upstream_folder/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.upstream_folder.type,parentSchema:schema32.properties.upstream_folder,data:data2};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.expected_hardware_ids !== undefined){
if(!(validate22(data.expected_hardware_ids, {instancePath:instancePath+"/expected_hardware_ids",parentData:data,parentDataProperty:"expected_hardware_ids",rootData,dynamicAnchors}))){
if(vErrors === null){vErrors = validate22.errors;}else{for(const error of validate22.errors){vErrors.push(error);}}
errors = vErrors.length;
}
}
if(data.expected_hardware_ids_from_devices_cmd_var !== undefined){
let data4 = data.expected_hardware_ids_from_devices_cmd_var;
if(typeof data4 === "string"){
if(!pattern9.test(data4)){
const err12 = {instancePath:instancePath+"/expected_hardware_ids_from_devices_cmd_var",schemaPath:"#/$defs/hardwareIdsVariable/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z_][A-Za-z0-9_]*$"},message:"must match pattern \""+"^[A-Za-z_][A-Za-z0-9_]*$"+"\"",schema:"^[A-Za-z_][A-Za-z0-9_]*$",parentSchema:schema36,data:data4};
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
const err13 = {instancePath:instancePath+"/expected_hardware_ids_from_devices_cmd_var",schemaPath:"#/$defs/hardwareIdsVariable/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema36.type,parentSchema:schema36,data:data4};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.expected_inf_files !== undefined){
let data5 = data.expected_inf_files;
if(Array.isArray(data5)){
const len0 = data5.length;
for(let i0=0; i0<len0; i0++){
let data6 = data5[i0];
if(typeof data6 === "string"){
if(!pattern10.test(data6)){
const err14 = {instancePath:instancePath+"/expected_inf_files/" + i0,schemaPath:"#/properties/expected_inf_files/items/pattern",keyword:"pattern",params:{pattern: "^[^/\\\\]+\\.[iI][nN][fF]$"},message:"must match pattern \""+"^[^/\\\\]+\\.[iI][nN][fF]$"+"\"",schema:"^[^/\\\\]+\\.[iI][nN][fF]$",parentSchema:schema32.properties.expected_inf_files.items,data:data6};
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
const err15 = {instancePath:instancePath+"/expected_inf_files/" + i0,schemaPath:"#/properties/expected_inf_files/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.expected_inf_files.items.type,parentSchema:schema32.properties.expected_inf_files.items,data:data6};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
}
else {
const err16 = {instancePath:instancePath+"/expected_inf_files",schemaPath:"#/properties/expected_inf_files/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema32.properties.expected_inf_files.type,parentSchema:schema32.properties.expected_inf_files,data:data5};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data.expected_add_services !== undefined){
let data7 = data.expected_add_services;
if(Array.isArray(data7)){
const len1 = data7.length;
for(let i1=0; i1<len1; i1++){
let data8 = data7[i1];
if(typeof data8 === "string"){
if(!pattern11.test(data8)){
const err17 = {instancePath:instancePath+"/expected_add_services/" + i1,schemaPath:"#/properties/expected_add_services/items/pattern",keyword:"pattern",params:{pattern: "^\\S(?:.*\\S)?$"},message:"must match pattern \""+"^\\S(?:.*\\S)?$"+"\"",schema:"^\\S(?:.*\\S)?$",parentSchema:schema32.properties.expected_add_services.items,data:data8};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
else {
const err18 = {instancePath:instancePath+"/expected_add_services/" + i1,schemaPath:"#/properties/expected_add_services/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.expected_add_services.items.type,parentSchema:schema32.properties.expected_add_services.items,data:data8};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
}
else {
const err19 = {instancePath:instancePath+"/expected_add_services",schemaPath:"#/properties/expected_add_services/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema32.properties.expected_add_services.type,parentSchema:schema32.properties.expected_add_services,data:data7};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data.expected_add_services_from_devices_cmd_var !== undefined){
let data9 = data.expected_add_services_from_devices_cmd_var;
if(typeof data9 === "string"){
if(!pattern9.test(data9)){
const err20 = {instancePath:instancePath+"/expected_add_services_from_devices_cmd_var",schemaPath:"#/$defs/variable/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z_][A-Za-z0-9_]*$"},message:"must match pattern \""+"^[A-Za-z_][A-Za-z0-9_]*$"+"\"",schema:"^[A-Za-z_][A-Za-z0-9_]*$",parentSchema:schema36,data:data9};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
else {
const err21 = {instancePath:instancePath+"/expected_add_services_from_devices_cmd_var",schemaPath:"#/$defs/variable/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema36.type,parentSchema:schema36,data:data9};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data.allow_extensions !== undefined){
let data10 = data.allow_extensions;
if(Array.isArray(data10)){
const len2 = data10.length;
for(let i2=0; i2<len2; i2++){
let data11 = data10[i2];
if(typeof data11 === "string"){
if(!pattern13.test(data11)){
const err22 = {instancePath:instancePath+"/allow_extensions/" + i2,schemaPath:"#/properties/allow_extensions/items/pattern",keyword:"pattern",params:{pattern: "^\\.?[^./\\\\\\s]+$"},message:"must match pattern \""+"^\\.?[^./\\\\\\s]+$"+"\"",schema:"^\\.?[^./\\\\\\s]+$",parentSchema:schema32.properties.allow_extensions.items,data:data11};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
else {
const err23 = {instancePath:instancePath+"/allow_extensions/" + i2,schemaPath:"#/properties/allow_extensions/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.allow_extensions.items.type,parentSchema:schema32.properties.allow_extensions.items,data:data11};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
}
else {
const err24 = {instancePath:instancePath+"/allow_extensions",schemaPath:"#/properties/allow_extensions/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema32.properties.allow_extensions.type,parentSchema:schema32.properties.allow_extensions,data:data10};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data.allow_path_regexes !== undefined){
let data12 = data.allow_path_regexes;
if(Array.isArray(data12)){
const len3 = data12.length;
for(let i3=0; i3<len3; i3++){
let data13 = data12[i3];
if(typeof data13 === "string"){
if(func2(data13) < 1){
const err25 = {instancePath:instancePath+"/allow_path_regexes/" + i3,schemaPath:"#/$defs/regularExpression/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema35,data:data13};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
if(!(formats0(data13))){
const err26 = {instancePath:instancePath+"/allow_path_regexes/" + i3,schemaPath:"#/$defs/regularExpression/format",keyword:"format",params:{format: "re2"},message:"must match format \""+"re2"+"\"",schema:"re2",parentSchema:schema35,data:data13};
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
const err27 = {instancePath:instancePath+"/allow_path_regexes/" + i3,schemaPath:"#/$defs/regularExpression/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema35.type,parentSchema:schema35,data:data13};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
}
else {
const err28 = {instancePath:instancePath+"/allow_path_regexes",schemaPath:"#/properties/allow_path_regexes/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema32.properties.allow_path_regexes.type,parentSchema:schema32.properties.allow_path_regexes,data:data12};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
}
else {
const err29 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema32.type,parentSchema:schema32,data};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
validate21.errors = vErrors;
return errors === 0;
}
validate21.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema39 = {"type":"object","additionalProperties":false,"required":["name"],"properties":{"name":{"$ref":"#/$defs/name"},"expected_hardware_ids":{"$ref":"#/$defs/hardwareIds"},"expected_hardware_ids_from_devices_cmd_var":{"$ref":"#/$defs/hardwareIdsVariable"}}};

function validate25(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate25.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema39.required,parentSchema:schema39,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!(((key0 === "name") || (key0 === "expected_hardware_ids")) || (key0 === "expected_hardware_ids_from_devices_cmd_var"))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema39,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 !== "string"){
const err2 = {instancePath:instancePath+"/name",schemaPath:"#/$defs/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.type,parentSchema:schema33,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(typeof data0 === "string"){
if(func2(data0) < 1){
const err3 = {instancePath:instancePath+"/name",schemaPath:"#/$defs/name/allOf/0/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema33.allOf[0],data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(typeof data0 === "string"){
if(!pattern4.test(data0)){
const err4 = {instancePath:instancePath+"/name",schemaPath:"#/$defs/name/allOf/1/pattern",keyword:"pattern",params:{pattern: "^(?!\\s)"},message:"must match pattern \""+"^(?!\\s)"+"\"",schema:"^(?!\\s)",parentSchema:schema33.allOf[1],data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(typeof data0 === "string"){
if(!pattern5.test(data0)){
const err5 = {instancePath:instancePath+"/name",schemaPath:"#/$defs/name/allOf/2/pattern",keyword:"pattern",params:{pattern: "(?<!\\s)$"},message:"must match pattern \""+"(?<!\\s)$"+"\"",schema:"(?<!\\s)$",parentSchema:schema33.allOf[2],data:data0};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(typeof data0 === "string"){
if(!pattern6.test(data0)){
const err6 = {instancePath:instancePath+"/name",schemaPath:"#/$defs/name/allOf/3/pattern",keyword:"pattern",params:{pattern: "^[^/\\\\]*$"},message:"must match pattern \""+"^[^/\\\\]*$"+"\"",schema:"^[^/\\\\]*$",parentSchema:schema33.allOf[3],data:data0};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(typeof data0 === "string"){
if(!pattern7.test(data0)){
const err7 = {instancePath:instancePath+"/name",schemaPath:"#/$defs/name/allOf/4/pattern",keyword:"pattern",params:{pattern: "^(?!\\.{1,2}$)"},message:"must match pattern \""+"^(?!\\.{1,2}$)"+"\"",schema:"^(?!\\.{1,2}$)",parentSchema:schema33.allOf[4],data:data0};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
}
if(data.expected_hardware_ids !== undefined){
if(!(validate22(data.expected_hardware_ids, {instancePath:instancePath+"/expected_hardware_ids",parentData:data,parentDataProperty:"expected_hardware_ids",rootData,dynamicAnchors}))){
if(vErrors === null){vErrors = validate22.errors;}else{for(const error of validate22.errors){vErrors.push(error);}}
errors = vErrors.length;
}
}
if(data.expected_hardware_ids_from_devices_cmd_var !== undefined){
let data2 = data.expected_hardware_ids_from_devices_cmd_var;
if(typeof data2 === "string"){
if(!pattern9.test(data2)){
const err8 = {instancePath:instancePath+"/expected_hardware_ids_from_devices_cmd_var",schemaPath:"#/$defs/hardwareIdsVariable/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z_][A-Za-z0-9_]*$"},message:"must match pattern \""+"^[A-Za-z_][A-Za-z0-9_]*$"+"\"",schema:"^[A-Za-z_][A-Za-z0-9_]*$",parentSchema:schema36,data:data2};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
else {
const err9 = {instancePath:instancePath+"/expected_hardware_ids_from_devices_cmd_var",schemaPath:"#/$defs/hardwareIdsVariable/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema36.type,parentSchema:schema36,data:data2};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
}
else {
const err10 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema39.type,parentSchema:schema39,data};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
validate25.errors = vErrors;
return errors === 0;
}
validate25.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


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
for(const key0 in data){
if(!((((((key0 === "$schema") || (key0 === "target")) || (key0 === "drivers")) || (key0 === "required_drivers")) || (key0 === "require_optional_drivers_on_all_arches")) || (key0 === "fail_on_unlisted_driver_dirs"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.$schema !== undefined){
let data0 = data.$schema;
if(typeof data0 !== "string"){
const err1 = {instancePath:instancePath+"/$schema",schemaPath:"#/properties/%24schema/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.$schema.type,parentSchema:schema31.properties.$schema,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.target !== undefined){
let data1 = data.target;
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
if(data1.windows === undefined){
const err2 = {instancePath:instancePath+"/target",schemaPath:"#/properties/target/required",keyword:"required",params:{missingProperty: "windows"},message:"must have required property '"+"windows"+"'",schema:schema31.properties.target.required,parentSchema:schema31.properties.target,data:data1};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
for(const key1 in data1){
if(!((key1 === "windows") || (key1 === "architectures"))){
const err3 = {instancePath:instancePath+"/target",schemaPath:"#/properties/target/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.target,data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data1.windows !== undefined){
let data2 = data1.windows;
if(!((((((((((((data2 === "w7") || (data2 === "w8")) || (data2 === "w8.1")) || (data2 === "w10")) || (data2 === "w11")) || (data2 === "2k8R2")) || (data2 === "2k12")) || (data2 === "2k12R2")) || (data2 === "2k16")) || (data2 === "2k19")) || (data2 === "2k22")) || (data2 === "2k25"))){
const err4 = {instancePath:instancePath+"/target/windows",schemaPath:"#/properties/target/properties/windows/enum",keyword:"enum",params:{allowedValues: schema31.properties.target.properties.windows.enum},message:"must be equal to one of the allowed values",schema:schema31.properties.target.properties.windows.enum,parentSchema:schema31.properties.target.properties.windows,data:data2};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data1.architectures !== undefined){
let data3 = data1.architectures;
if(Array.isArray(data3)){
if(data3.length < 1){
const err5 = {instancePath:instancePath+"/target/architectures",schemaPath:"#/properties/target/properties/architectures/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema31.properties.target.properties.architectures,data:data3};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
let data4 = data3[i0];
if(!(((data4 === "x86") || (data4 === "amd64")) || (data4 === "arm64"))){
const err6 = {instancePath:instancePath+"/target/architectures/" + i0,schemaPath:"#/properties/target/properties/architectures/items/enum",keyword:"enum",params:{allowedValues: schema31.properties.target.properties.architectures.items.enum},message:"must be equal to one of the allowed values",schema:schema31.properties.target.properties.architectures.items.enum,parentSchema:schema31.properties.target.properties.architectures.items,data:data4};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
}
else {
const err7 = {instancePath:instancePath+"/target/architectures",schemaPath:"#/properties/target/properties/architectures/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.target.properties.architectures.type,parentSchema:schema31.properties.target.properties.architectures,data:data3};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
}
else {
const err8 = {instancePath:instancePath+"/target",schemaPath:"#/properties/target/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.target.type,parentSchema:schema31.properties.target,data:data1};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.drivers !== undefined){
let data5 = data.drivers;
if(Array.isArray(data5)){
const len1 = data5.length;
for(let i1=0; i1<len1; i1++){
if(!(validate21(data5[i1], {instancePath:instancePath+"/drivers/" + i1,parentData:data5,parentDataProperty:i1,rootData,dynamicAnchors}))){
if(vErrors === null){vErrors = validate21.errors;}else{for(const error of validate21.errors){vErrors.push(error);}}
errors = vErrors.length;
}
}
}
else {
const err9 = {instancePath:instancePath+"/drivers",schemaPath:"#/properties/drivers/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.drivers.type,parentSchema:schema31.properties.drivers,data:data5};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.required_drivers !== undefined){
let data7 = data.required_drivers;
if(Array.isArray(data7)){
const len2 = data7.length;
for(let i2=0; i2<len2; i2++){
if(!(validate25(data7[i2], {instancePath:instancePath+"/required_drivers/" + i2,parentData:data7,parentDataProperty:i2,rootData,dynamicAnchors}))){
if(vErrors === null){vErrors = validate25.errors;}else{for(const error of validate25.errors){vErrors.push(error);}}
errors = vErrors.length;
}
}
}
else {
const err10 = {instancePath:instancePath+"/required_drivers",schemaPath:"#/properties/required_drivers/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.required_drivers.type,parentSchema:schema31.properties.required_drivers,data:data7};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.require_optional_drivers_on_all_arches !== undefined){
let data9 = data.require_optional_drivers_on_all_arches;
if(typeof data9 !== "boolean"){
const err11 = {instancePath:instancePath+"/require_optional_drivers_on_all_arches",schemaPath:"#/properties/require_optional_drivers_on_all_arches/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema31.properties.require_optional_drivers_on_all_arches.type,parentSchema:schema31.properties.require_optional_drivers_on_all_arches,data:data9};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.fail_on_unlisted_driver_dirs !== undefined){
let data10 = data.fail_on_unlisted_driver_dirs;
if(typeof data10 !== "boolean"){
const err12 = {instancePath:instancePath+"/fail_on_unlisted_driver_dirs",schemaPath:"#/properties/fail_on_unlisted_driver_dirs/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema31.properties.fail_on_unlisted_driver_dirs.type,parentSchema:schema31.properties.fail_on_unlisted_driver_dirs,data:data10};
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
