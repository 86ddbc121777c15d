// Compiled by ajv from specs/schemas/guest-media.schema.json: do not edit it, run tools/compile-schemas.js.
// @ts-nocheck
"use strict";
export const validate = validate20;
export default validate20;
const schema31 = {"$schema":"https://json-schema.org/draft/2020-12/schema","title":"Guest media","description":"Makes its folder an Nx project with targets that build driver media. Paths are relative to this folder.","type":"object","additionalProperties":false,"required":["media"],"properties":{"$schema":{"description":"Where an editor finds this schema.","type":"string"},"name":{"description":"The name of the Nx project. Default: that of the folder. A project.json or package.json in the folder wins.","type":"string","pattern":"^[A-Za-z0-9@][A-Za-z0-9@/._-]*$"},"guestToolsDirectory":{"description":"The folder with the scripts and texts for the guest, certs/, licenses/ and tools/. Default: those that come with the plugin.","$ref":"#/$defs/path"},"media":{"description":"Each kind of media by its name: lower-case letters, digits, - and single dots, beginning with a letter or with digits and a letter. The name becomes a configuration of the targets; the first is the default.","type":"object","minProperties":1,"patternProperties":{"^[0-9]*[a-z][a-z0-9-]*([.][a-z0-9-]+)*$":{"$ref":"#/$defs/media"}},"additionalProperties":false}},"$defs":{"media":{"description":"One kind of media.","type":"object","additionalProperties":false,"required":["spec"],"properties":{"source":{"description":"Where the drivers are: an ISO image, a zip archive, a directory, or the URL of an image that the lock pins. With sourceVariable, used only if the variable is not set.","type":"string","pattern":"\\S"},"sourceVariable":{"description":"The environment variable that names the source. Default: VIRTIO_WIN_ISO, unless there is a source.","type":"string","pattern":"^[A-Za-z_][A-Za-z0-9_]*$"},"sourceLayout":{"description":"The layout of the source: virtio-win (the default), that of Fedora's image; or packages, which is either packages/<driver>/{x86,x64} or {x86,amd64}/<driver>.","enum":["virtio-win","packages"]},"sha256":{"description":"The SHA-256 that the source must have: 64 lower-case hexadecimal digits.","type":"string","pattern":"^[0-9a-f]{64}$"},"lock":{"description":"The file that pins an image on a server. It is written by fetch-virtio-win --update-lock.","$ref":"#/$defs/jsonFile"},"certPath":{"description":"A certificate, or a folder of them, that replaces those that come with the drivers and those of the guest tools.","$ref":"#/$defs/path"},"spec":{"description":"The packaging spec: the name of a shipped one, or a file that ends in .json.","type":"string","pattern":"^[A-Za-z0-9_-]+([.][0-9][A-Za-z0-9_-]*)*$|\\.json$","examples":["2k16-virtio-win","2k19-virtio-win","2k22-virtio-win","2k25-virtio-win","win10-virtio-win","win11-virtio-win","win7-aero-guest-tools","win7-aero-virtio","win7-aerogpu-only","win7-signed","win7-virtio-full","win7-virtio-win","win8.1-virtio-win"]},"windowsDeviceContract":{"description":"The device contract: the name of a shipped one, or a file that ends in .json. Default: that of the profile of a shipped spec; for a spec of your own, the one for Windows 7 and the layout of the source.","type":"string","pattern":"^[A-Za-z0-9_-]+$|\\.json$","examples":["windows-device-contract","windows-device-contract-virtio","windows-device-contract-virtio-win"]},"signingPolicy":{"description":"Which signatures to require: test (the guest imports the certificates in certs/), production or none. Default: that of the profile of a shipped spec; for a spec of your own, production for virtio-win, test for packages.","enum":["test","production","none"]},"volumeId":{"description":"The name of the volume: up to 32 characters from A-Z, 0-9 and _. Default: AERO_GUEST_TOOLS.","type":"string","pattern":"^[A-Z0-9_]{1,32}$"},"setupDrivers":{"description":"Whether to also put the storage and network drivers where Windows Setup looks for them, into the folder $WinPEDriver$, and to write settings for an answer file. Default: false.","type":"boolean"}}},"path":{"description":"A path in the workspace, with / between its components.","type":"string","pattern":"^[^/\\\\]"},"jsonFile":{"description":"A file in the workspace that ends in .json.","type":"string","pattern":"^[^/\\\\].*\\.json$"}}};
const schema32 = {"description":"A path in the workspace, with / between its components.","type":"string","pattern":"^[^/\\\\]"};
const pattern4 = new RegExp("^[A-Za-z0-9@][A-Za-z0-9@/._-]*$", "u");
const pattern5 = new RegExp("^[^/\\\\]", "u");
const pattern6 = new RegExp("^[0-9]*[a-z][a-z0-9-]*([.][a-z0-9-]+)*$", "u");
const schema33 = {"description":"One kind of media.","type":"object","additionalProperties":false,"required":["spec"],"properties":{"source":{"description":"Where the drivers are: an ISO image, a zip archive, a directory, or the URL of an image that the lock pins. With sourceVariable, used only if the variable is not set.","type":"string","pattern":"\\S"},"sourceVariable":{"description":"The environment variable that names the source. Default: VIRTIO_WIN_ISO, unless there is a source.","type":"string","pattern":"^[A-Za-z_][A-Za-z0-9_]*$"},"sourceLayout":{"description":"The layout of the source: virtio-win (the default), that of Fedora's image; or packages, which is either packages/<driver>/{x86,x64} or {x86,amd64}/<driver>.","enum":["virtio-win","packages"]},"sha256":{"description":"The SHA-256 that the source must have: 64 lower-case hexadecimal digits.","type":"string","pattern":"^[0-9a-f]{64}$"},"lock":{"description":"The file that pins an image on a server. It is written by fetch-virtio-win --update-lock.","$ref":"#/$defs/jsonFile"},"certPath":{"description":"A certificate, or a folder of them, that replaces those that come with the drivers and those of the guest tools.","$ref":"#/$defs/path"},"spec":{"description":"The packaging spec: the name of a shipped one, or a file that ends in .json.","type":"string","pattern":"^[A-Za-z0-9_-]+([.][0-9][A-Za-z0-9_-]*)*$|\\.json$","examples":["2k16-virtio-win","2k19-virtio-win","2k22-virtio-win","2k25-virtio-win","win10-virtio-win","win11-virtio-win","win7-aero-guest-tools","win7-aero-virtio","win7-aerogpu-only","win7-signed","win7-virtio-full","win7-virtio-win","win8.1-virtio-win"]},"windowsDeviceContract":{"description":"The device contract: the name of a shipped one, or a file that ends in .json. Default: that of the profile of a shipped spec; for a spec of your own, the one for Windows 7 and the layout of the source.","type":"string","pattern":"^[A-Za-z0-9_-]+$|\\.json$","examples":["windows-device-contract","windows-device-contract-virtio","windows-device-contract-virtio-win"]},"signingPolicy":{"description":"Which signatures to require: test (the guest imports the certificates in certs/), production or none. Default: that of the profile of a shipped spec; for a spec of your own, production for virtio-win, test for packages.","enum":["test","production","none"]},"volumeId":{"description":"The name of the volume: up to 32 characters from A-Z, 0-9 and _. Default: AERO_GUEST_TOOLS.","type":"string","pattern":"^[A-Z0-9_]{1,32}$"},"setupDrivers":{"description":"Whether to also put the storage and network drivers where Windows Setup looks for them, into the folder $WinPEDriver$, and to write settings for an answer file. Default: false.","type":"boolean"}}};
const schema34 = {"description":"A file in the workspace that ends in .json.","type":"string","pattern":"^[^/\\\\].*\\.json$"};
const func1 = Object.prototype.hasOwnProperty;
const pattern8 = new RegExp("\\S", "u");
const pattern9 = new RegExp("^[A-Za-z_][A-Za-z0-9_]*$", "u");
const pattern10 = new RegExp("^[0-9a-f]{64}$", "u");
const pattern11 = new RegExp("^[^/\\\\].*\\.json$", "u");
const pattern13 = new RegExp("^[A-Za-z0-9_-]+([.][0-9][A-Za-z0-9_-]*)*$|\\.json$", "u");
const pattern14 = new RegExp("^[A-Za-z0-9_-]+$|\\.json$", "u");
const pattern15 = new RegExp("^[A-Z0-9_]{1,32}$", "u");

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
if(data.spec === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "spec"},message:"must have required property '"+"spec"+"'",schema:schema33.required,parentSchema:schema33,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!(func1.call(schema33.properties, key0))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema33,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.source !== undefined){
let data0 = data.source;
if(typeof data0 === "string"){
if(!pattern8.test(data0)){
const err2 = {instancePath:instancePath+"/source",schemaPath:"#/properties/source/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema33.properties.source,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
else {
const err3 = {instancePath:instancePath+"/source",schemaPath:"#/properties/source/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.source.type,parentSchema:schema33.properties.source,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.sourceVariable !== undefined){
let data1 = data.sourceVariable;
if(typeof data1 === "string"){
if(!pattern9.test(data1)){
const err4 = {instancePath:instancePath+"/sourceVariable",schemaPath:"#/properties/sourceVariable/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z_][A-Za-z0-9_]*$"},message:"must match pattern \""+"^[A-Za-z_][A-Za-z0-9_]*$"+"\"",schema:"^[A-Za-z_][A-Za-z0-9_]*$",parentSchema:schema33.properties.sourceVariable,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
else {
const err5 = {instancePath:instancePath+"/sourceVariable",schemaPath:"#/properties/sourceVariable/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.sourceVariable.type,parentSchema:schema33.properties.sourceVariable,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.sourceLayout !== undefined){
let data2 = data.sourceLayout;
if(!((data2 === "virtio-win") || (data2 === "packages"))){
const err6 = {instancePath:instancePath+"/sourceLayout",schemaPath:"#/properties/sourceLayout/enum",keyword:"enum",params:{allowedValues: schema33.properties.sourceLayout.enum},message:"must be equal to one of the allowed values",schema:schema33.properties.sourceLayout.enum,parentSchema:schema33.properties.sourceLayout,data:data2};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.sha256 !== undefined){
let data3 = data.sha256;
if(typeof data3 === "string"){
if(!pattern10.test(data3)){
const err7 = {instancePath:instancePath+"/sha256",schemaPath:"#/properties/sha256/pattern",keyword:"pattern",params:{pattern: "^[0-9a-f]{64}$"},message:"must match pattern \""+"^[0-9a-f]{64}$"+"\"",schema:"^[0-9a-f]{64}$",parentSchema:schema33.properties.sha256,data:data3};
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
const err8 = {instancePath:instancePath+"/sha256",schemaPath:"#/properties/sha256/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.sha256.type,parentSchema:schema33.properties.sha256,data:data3};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.lock !== undefined){
let data4 = data.lock;
if(typeof data4 === "string"){
if(!pattern11.test(data4)){
const err9 = {instancePath:instancePath+"/lock",schemaPath:"#/$defs/jsonFile/pattern",keyword:"pattern",params:{pattern: "^[^/\\\\].*\\.json$"},message:"must match pattern \""+"^[^/\\\\].*\\.json$"+"\"",schema:"^[^/\\\\].*\\.json$",parentSchema:schema34,data:data4};
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
const err10 = {instancePath:instancePath+"/lock",schemaPath:"#/$defs/jsonFile/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema34.type,parentSchema:schema34,data:data4};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.certPath !== undefined){
let data5 = data.certPath;
if(typeof data5 === "string"){
if(!pattern5.test(data5)){
const err11 = {instancePath:instancePath+"/certPath",schemaPath:"#/$defs/path/pattern",keyword:"pattern",params:{pattern: "^[^/\\\\]"},message:"must match pattern \""+"^[^/\\\\]"+"\"",schema:"^[^/\\\\]",parentSchema:schema32,data:data5};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
else {
const err12 = {instancePath:instancePath+"/certPath",schemaPath:"#/$defs/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.type,parentSchema:schema32,data:data5};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.spec !== undefined){
let data6 = data.spec;
if(typeof data6 === "string"){
if(!pattern13.test(data6)){
const err13 = {instancePath:instancePath+"/spec",schemaPath:"#/properties/spec/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9_-]+([.][0-9][A-Za-z0-9_-]*)*$|\\.json$"},message:"must match pattern \""+"^[A-Za-z0-9_-]+([.][0-9][A-Za-z0-9_-]*)*$|\\.json$"+"\"",schema:"^[A-Za-z0-9_-]+([.][0-9][A-Za-z0-9_-]*)*$|\\.json$",parentSchema:schema33.properties.spec,data:data6};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
else {
const err14 = {instancePath:instancePath+"/spec",schemaPath:"#/properties/spec/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.spec.type,parentSchema:schema33.properties.spec,data:data6};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.windowsDeviceContract !== undefined){
let data7 = data.windowsDeviceContract;
if(typeof data7 === "string"){
if(!pattern14.test(data7)){
const err15 = {instancePath:instancePath+"/windowsDeviceContract",schemaPath:"#/properties/windowsDeviceContract/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9_-]+$|\\.json$"},message:"must match pattern \""+"^[A-Za-z0-9_-]+$|\\.json$"+"\"",schema:"^[A-Za-z0-9_-]+$|\\.json$",parentSchema:schema33.properties.windowsDeviceContract,data:data7};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
else {
const err16 = {instancePath:instancePath+"/windowsDeviceContract",schemaPath:"#/properties/windowsDeviceContract/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.windowsDeviceContract.type,parentSchema:schema33.properties.windowsDeviceContract,data:data7};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data.signingPolicy !== undefined){
let data8 = data.signingPolicy;
if(!(((data8 === "test") || (data8 === "production")) || (data8 === "none"))){
const err17 = {instancePath:instancePath+"/signingPolicy",schemaPath:"#/properties/signingPolicy/enum",keyword:"enum",params:{allowedValues: schema33.properties.signingPolicy.enum},message:"must be equal to one of the allowed values",schema:schema33.properties.signingPolicy.enum,parentSchema:schema33.properties.signingPolicy,data:data8};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data.volumeId !== undefined){
let data9 = data.volumeId;
if(typeof data9 === "string"){
if(!pattern15.test(data9)){
const err18 = {instancePath:instancePath+"/volumeId",schemaPath:"#/properties/volumeId/pattern",keyword:"pattern",params:{pattern: "^[A-Z0-9_]{1,32}$"},message:"must match pattern \""+"^[A-Z0-9_]{1,32}$"+"\"",schema:"^[A-Z0-9_]{1,32}$",parentSchema:schema33.properties.volumeId,data:data9};
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
const err19 = {instancePath:instancePath+"/volumeId",schemaPath:"#/properties/volumeId/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.volumeId.type,parentSchema:schema33.properties.volumeId,data:data9};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data.setupDrivers !== undefined){
let data10 = data.setupDrivers;
if(typeof data10 !== "boolean"){
const err20 = {instancePath:instancePath+"/setupDrivers",schemaPath:"#/properties/setupDrivers/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema33.properties.setupDrivers.type,parentSchema:schema33.properties.setupDrivers,data:data10};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
}
else {
const err21 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema33.type,parentSchema:schema33,data};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
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
if(data.media === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "media"},message:"must have required property '"+"media"+"'",schema:schema31.required,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!((((key0 === "$schema") || (key0 === "name")) || (key0 === "guestToolsDirectory")) || (key0 === "media"))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.$schema !== undefined){
let data0 = data.$schema;
if(typeof data0 !== "string"){
const err2 = {instancePath:instancePath+"/$schema",schemaPath:"#/properties/%24schema/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.$schema.type,parentSchema:schema31.properties.$schema,data:data0};
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
let data1 = data.name;
if(typeof data1 === "string"){
if(!pattern4.test(data1)){
const err3 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9@][A-Za-z0-9@/._-]*$"},message:"must match pattern \""+"^[A-Za-z0-9@][A-Za-z0-9@/._-]*$"+"\"",schema:"^[A-Za-z0-9@][A-Za-z0-9@/._-]*$",parentSchema:schema31.properties.name,data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
else {
const err4 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.name.type,parentSchema:schema31.properties.name,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.guestToolsDirectory !== undefined){
let data2 = data.guestToolsDirectory;
if(typeof data2 === "string"){
if(!pattern5.test(data2)){
const err5 = {instancePath:instancePath+"/guestToolsDirectory",schemaPath:"#/$defs/path/pattern",keyword:"pattern",params:{pattern: "^[^/\\\\]"},message:"must match pattern \""+"^[^/\\\\]"+"\"",schema:"^[^/\\\\]",parentSchema:schema32,data:data2};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
else {
const err6 = {instancePath:instancePath+"/guestToolsDirectory",schemaPath:"#/$defs/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.type,parentSchema:schema32,data:data2};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.media !== undefined){
let data3 = data.media;
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
if(Object.keys(data3).length < 1){
const err7 = {instancePath:instancePath+"/media",schemaPath:"#/properties/media/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema31.properties.media,data:data3};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
for(const key1 in data3){
if(!(pattern6.test(key1))){
const err8 = {instancePath:instancePath+"/media",schemaPath:"#/properties/media/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.media,data:data3};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
for(const key2 in data3){
if(pattern6.test(key2)){
if(!(validate21(data3[key2], {instancePath:instancePath+"/media/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data3,parentDataProperty:key2,rootData,dynamicAnchors}))){
if(vErrors === null){vErrors = validate21.errors;}else{for(const error of validate21.errors){vErrors.push(error);}}
errors = vErrors.length;
}
}
}
}
else {
const err9 = {instancePath:instancePath+"/media",schemaPath:"#/properties/media/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.media.type,parentSchema:schema31.properties.media,data:data3};
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
const err10 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.type,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
validate20.errors = vErrors;
return errors === 0;
}
validate20.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};
